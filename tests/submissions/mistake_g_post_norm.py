# /// submission
# shows = "Un error: post-LN"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "lost"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "        x = x + self.sa(self.ln1(x))\n        x = x + self.ffwd(self.ln2(x))"
# new = "        x = self.ln1(x + self.sa(x))\n        x = self.ln2(x + self.ffwd(x))"
# ///

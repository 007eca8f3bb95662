# /// submission
# shows = "Un error: falta el primer residual"
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
# old = "x = x + self.sa(self.ln1(x))"
# new = "x = self.sa(self.ln1(x))"
# ///

# /// submission
# shows = "Un error: la LayerNorm final se crea y no se usa"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "lost"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "        x = self.ln_f(x) # (B,T,C)\n"
# new = ""
# ///

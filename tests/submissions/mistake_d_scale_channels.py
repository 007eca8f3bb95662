# /// submission
# shows = "Un error: divide por sqrt(C), con C = n_embd"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "lost"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "k.shape[-1]**-0.5"
# new = "C**-0.5"
# ///

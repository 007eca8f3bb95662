# /// submission
# shows = "Un error: los índices parten en 1"
# base = "colab_8000_iterations.py"
# [expected]
# a = "lost"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "enumerate(chars)"
# new = "enumerate(chars, 1)"
# ///

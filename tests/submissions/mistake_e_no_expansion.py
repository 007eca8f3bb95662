# /// submission
# shows = "Un error: la red no se expande por 4"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "lost"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "4 * n_embd"
# new = "n_embd"
# ///

# /// submission
# shows = "Entrena con while y un contador, y corta con break"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "for iter in range(max_iters):"
# new = "iter = 0\nwhile True:\n    if iter >= max_iters:\n        break\n    iter += 1"
# ///

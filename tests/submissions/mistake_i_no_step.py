# /// submission
# shows = "Un error: falta optimizer.step()"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "lost"
# j = "manual"
# [[edits]]
# old = "    optimizer.zero_grad(set_to_none=True)\n    loss.backward()\n    optimizer.step()"
# new = "    optimizer.zero_grad(set_to_none=True)\n    loss.backward()"
# ///

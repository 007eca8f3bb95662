# /// submission
# shows = "Un error: no se borran los gradientes"
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
# old = "    logits, loss = model(xb, yb)\n    optimizer.zero_grad(set_to_none=True)\n"
# new = "    logits, loss = model(xb, yb)\n"
# ///

# /// submission
# shows = "Un error: el lote se saca una sola vez, antes del ciclo"
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
# old = "    # sacamos un batch\n    xb, yb = get_batch('train')\n"
# new = ""
# ///

# /// submission
# shows = "Un error: generate no recorta el contexto"
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
# old = "idx_cond = idx[:, -block_size:]"
# new = "idx_cond = idx"
# ///

# /// submission
# shows = "Un error: softmax sobre dim=1"
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
# old = "wei = F.softmax(wei, dim=-1) # (B, T, T)"
# new = "wei = F.softmax(wei, dim=1) # (B, T, T)"
# ///

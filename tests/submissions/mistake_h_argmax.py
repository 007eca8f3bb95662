# /// submission
# shows = "Un error: generate toma el más probable"
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
# old = "idx_next = torch.multinomial(probs, num_samples=1) # (B, 1)"
# new = "idx_next = torch.argmax(probs, dim=-1, keepdim=True) # (B, 1)"
# ///

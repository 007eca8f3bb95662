# /// submission
# shows = "Un error: los targets se corren otra vez dentro de forward"
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
# old = "            targets = targets.view(B*T)\n            loss = F.cross_entropy(logits, targets)\n        return logits, loss\n\n    def generate(self, idx, max_new_tokens):\n        for _ in range(max_new_tokens):\n            # cortamos"
# new = "            targets = torch.roll(targets, -1, dims=1).view(B*T)\n            loss = F.cross_entropy(logits, targets)\n        return logits, loss\n\n    def generate(self, idx, max_new_tokens):\n        for _ in range(max_new_tokens):\n            # cortamos"
# ///

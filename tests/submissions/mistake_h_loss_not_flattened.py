# /// submission
# shows = "Un error: cross_entropy sin aplanar, así que forward se cae con targets"
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
# old = "            logits = logits.view(B*T, C)\n            targets = targets.view(B*T)\n            loss = F.cross_entropy(logits, targets)\n        return logits, loss\n\n    def generate(self, idx, max_new_tokens):\n        for _ in range(max_new_tokens):\n            # cortamos"
# new = "            loss = F.cross_entropy(logits, targets)\n        return logits, loss\n\n    def generate(self, idx, max_new_tokens):\n        for _ in range(max_new_tokens):\n            # cortamos"
# ///

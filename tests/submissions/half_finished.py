# /// submission
# shows = "Solo a, f y el GPT; Head, FeedForward y el bloque quedaron a medias, con TODO, pass y puntos suspensivos"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "none"
# e = "none"
# f = "manual"
# g = "none"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "        k = self.key(x)   # (B,T,hs)\n        q = self.query(x) # (B,T,hs)\n        # calculamos"
# new = "        ... # TODO\n        return\n        # calculamos"
# [[edits]]
# old = "class FeedFoward(nn.Module):"
# new = "class FeedFoward(nn.Module):\n    pass\n\nclass FeedFowardViejo(nn.Module):"
# [[edits]]
# old = "        x = x + self.sa(self.ln1(x))\n        x = x + self.ffwd(self.ln2(x))\n        return x"
# new = "        raise NotImplementedError"
# ///

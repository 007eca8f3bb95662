# /// submission
# shows = "Todas las cabezas a la vez, sin Head, y mezcladas por error: no se sabe qué es cada cabeza, y nunca es un acierto"
# base = "colab_8000_iterations.py"
# cases = ["split_without_transpose", "joined_without_transpose", "one_key", "softmax_over_heads"]
# at = "start"
# [expected]
# a = "passed"
# d = "manual"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "class Head(nn.Module):"
# new = "class CausalSelfAttention(nn.Module):"
# [[edits]]
# old = "def __init__(self, head_size):"
# new = "def __init__(self, n_embd, n_head):"
# [[edits]]
# old = "nn.Linear(n_embd, head_size, bias=False)"
# new = "nn.Linear(n_embd, n_embd, bias=False)"
# [[edits]]
# old = "        # tril no es un parámetro, por eso va como buffer"
# new = "        self.proj = nn.Linear(n_embd, n_embd)\n        self.n_head = n_head"
# [[edits]]
# old = "k = self.key(x)   # (B,T,hs)"
# new = "k = partes(self.key(x), self.n_head)\n        if CASE == 'one_key':\n            k = k[:, :1]"
# [[edits]]
# old = "q = self.query(x) # (B,T,hs)"
# new = "q = partes(self.query(x), self.n_head)"
# [[edits]]
# old = "wei = F.softmax(wei, dim=-1) # (B, T, T)"
# new = "wei = F.softmax(wei, dim=1 if CASE == 'softmax_over_heads' else -1).nan_to_num(0.0)"
# [[edits]]
# old = "v = self.value(x) # (B,T,hs)"
# new = "v = partes(self.value(x), self.n_head)"
# [[edits]]
# old = "        out = wei @ v # (B, T, T) @ (B, T, hs) -> (B, T, hs)"
# new = "        out = self.proj(juntas(wei @ v))"
# [[edits]]
# old = "self.sa = MultiHeadAttention(n_head, head_size)"
# new = "self.sa = CausalSelfAttention(n_embd, n_head)"
# ///
# %%
def partes(t, n):
    B, T, C = t.shape
    if CASE == "split_without_transpose":
        return t.view(B, n, T, C // n)
    return t.view(B, T, n, C // n).transpose(1, 2)

def juntas(y):
    B, n, T, hs = y.shape
    if CASE != "joined_without_transpose":
        y = y.transpose(1, 2)
    return y.reshape(B, T, n * hs)

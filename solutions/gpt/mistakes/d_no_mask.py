"""
question = "d"
es = "Falta la máscara causal: cada posición mira también las que vienen después."
en = "The causal mask is missing: every position also looks at those that come later."
shows_es = "tu salida es la de una atención sin máscara: con T={T}, la posición 0 pesa las {T}."
shows_en = "your output is that of attention without a mask: with T={T}, position 0 weighs all {T}."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención."""

    def __init__(self, head_size):
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        # cada posición pondera a todas las demás
        k, q, v = self.key(x), self.query(x), self.value(x)  # (B, T, hs)
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        return self.dropout(F.softmax(scores, dim=-1)) @ v  # (B, T, hs)

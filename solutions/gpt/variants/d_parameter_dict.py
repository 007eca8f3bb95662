"""
question = "d"
explanation.es = "Las proyecciones son matrices sueltas en un ParameterDict."
explanation.en = "The projections are bare matrices in a ParameterDict."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.W = nn.ParameterDict({n: nn.Parameter(torch.randn(n_embd, head_size) * n_embd**-0.5) for n in "qkv"})
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        q, k, v = (x @ self.W[n] for n in "qkv")  # (B, T, hs) cada una
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
explanation.es = "Una sola matriz (n_embd, 3 hs) como nn.Parameter."
explanation.en = "A single matrix (n_embd, 3 hs) as an nn.Parameter."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.W = nn.Parameter(torch.randn(n_embd, 3 * head_size) / n_embd**0.5)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        v, k, q = (x @ self.W).tensor_split(3, dim=-1)  # (B, T, hs) cada una
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
es = "Las proyecciones son tensores con requires_grad y no nn.Parameter: el módulo no las tiene entre sus parámetros."
en = "The projections are tensors with requires_grad and not nn.Parameter: the module does not have them among its parameters."
named = "d_not_registered"
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.Wk, self.Wq, self.Wv = (torch.randn(n_embd, head_size, requires_grad=True) for _ in range(3))
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k, q, v = x @ self.Wk, x @ self.Wq, x @ self.Wv  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
explanation.es = "Escala, producto y máscara en una sola operación, baddbmm."
explanation.en = "Scale, product and mask in one operation, baddbmm."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        mascara = torch.zeros(T, T, dtype=q.dtype, device=x.device).masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        scores = torch.baddbmm(mascara.expand(B, T, T), q, k.transpose(1, 2), alpha=k.size(-1) ** -0.5)  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

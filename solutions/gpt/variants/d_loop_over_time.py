"""
question = "d"
explanation.es = "La atención se calcula posición por posición."
explanation.en = "The attention is computed position by position."
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
        salidas = []
        for t in range(T):  # la posición t mira de 0 a t
            puntajes = torch.einsum("bh,bsh->bs", q[:, t], k[:, : t + 1]) / k.size(-1) ** 0.5  # (B, t + 1)
            pesos = self.dropout(puntajes.softmax(-1))
            salidas.append((pesos.unsqueeze(1) @ v[:, : t + 1]).squeeze(1))  # (B, hs)
        return torch.stack(salidas, dim=1)  # (B, T, hs)

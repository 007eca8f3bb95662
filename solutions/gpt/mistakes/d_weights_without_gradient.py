"""
question = "d"
es = "Se multiplica por weight.data: el gradiente llega a la entrada, pero las proyecciones nunca aprenden."
en = "The product is taken with weight.data: the gradient reaches the input, but the projections never learn."
shows_es = "tu salida y el gradiente de la entrada son los correctos, pero ninguno llega a los parámetros."
shows_en = "your output and the input's gradient are right, but none reaches the parameters."
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
        k, q, v = (F.linear(x, capa.weight.data) for capa in (self.key, self.query, self.value))  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
explanation.es = "El lote se recorre con un ciclo."
explanation.en = "The batch is run through by a loop."
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
        for i in range(B):
            a = q[i].mm(k[i].t()).div(k.size(-1) ** 0.5)  # (T, T)
            a = a.masked_fill(self.tril[:T, :T].logical_not(), -math.inf).softmax(dim=1)
            salidas.append(self.dropout(a).mm(v[i]))  # (T, hs)
        return torch.stack(salidas)  # (B, T, hs)

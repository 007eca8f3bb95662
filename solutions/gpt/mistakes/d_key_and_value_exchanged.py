"""
question = "d"
es = "La capa key da los valores, y la capa value las llaves."
en = "The layer key gives the values, and the layer value the keys."
shows_es = "tu salida es softmax(q·vᵀ/√{d_k})·k."
shows_en = "your output is softmax(q·vᵀ/√{d_k})·k."
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
        p = self.dropout.p if self.training else 0.0
        return F.scaled_dot_product_attention(q, v, k, dropout_p=p, is_causal=True)  # (B, T, hs)

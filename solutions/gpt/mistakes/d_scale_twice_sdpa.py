"""
question = "d"
es = "scaled_dot_product_attention ya divide por la raíz de d_k, y aquí las consultas llegan divididas otra vez."
en = "scaled_dot_product_attention already divides by the root of d_k, and here the queries come divided once more."
named = "d_scale_d_k"
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        q = q * k.size(-1) ** -0.5
        p = self.dropout.p if self.training else 0.0
        return F.scaled_dot_product_attention(q, k, v, dropout_p=p, is_causal=True)  # (B, T, hs)

"""
question = "d"
explanation.es = "scaled_dot_product_attention recibe la máscara como booleanos."
explanation.en = "scaled_dot_product_attention is given the mask as booleans."
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
        self.p = dropout

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        visible = self.tril[:T, :T].bool()
        return F.scaled_dot_product_attention(q, k, v, attn_mask=visible, dropout_p=self.p * self.training)  # (B, T, hs)

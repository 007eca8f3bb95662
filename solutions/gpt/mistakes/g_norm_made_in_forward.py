"""
question = "g"
es = "Las LayerNorm se crean en cada llamada: nacen con peso uno y nunca aprenden."
en = "The LayerNorms are made at every call: they are born with weight one and never learn."
named = "g_norm_without_weights"
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        C = x.shape[-1]
        norm1, norm2 = nn.LayerNorm(C).to(x), nn.LayerNorm(C).to(x)
        x = x + self.sa(norm1(x))  # (B, T, n_embd)
        x = x + self.ffwd(norm2(x))  # (B, T, n_embd)
        return x

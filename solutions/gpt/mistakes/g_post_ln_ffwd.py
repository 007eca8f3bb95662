"""
question = "g"
es = "La segunda mitad es post-LN: se normaliza después de la suma y no antes de la red."
en = "The second half is post-LN: the norm comes after the sum and not before the network."
named = "g_post_ln"
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
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = self.ln2(x + self.ffwd(x))  # (B, T, n_embd)
        return x

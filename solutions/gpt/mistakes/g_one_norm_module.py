"""
question = "g"
es = "El bloque tiene una sola LayerNorm y la usa en las dos mitades."
en = "The block has a single LayerNorm and uses it in both halves."
named = "g_one_norm"
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(self.ln(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln(x))  # (B, T, n_embd)
        return x

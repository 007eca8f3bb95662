"""
question = "g"
es = "Se normaliza la salida de cada sub-capa y no su entrada."
en = "The output of each sub-layer is normalised and not its input."
shows_es = "tu salida coincide, número por número, con {formula}."
shows_en = "your output equals, number by number, {formula}."
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
        x = x + self.ln1(self.sa(x))  # (B, T, n_embd)
        x = x + self.ln2(self.ffwd(x))  # (B, T, n_embd)
        return x

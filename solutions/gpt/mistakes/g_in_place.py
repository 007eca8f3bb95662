"""
question = "g"
es = "x += … cambia el tensor que se recibió, y quien llamó al bloque pierde su entrada."
en = "x += … changes the tensor that was passed in, and the caller loses its input."
shows_es = "después de llamar al bloque, el tensor que se le pasó contiene lo que el bloque calculó."
shows_en = "after the block is called, the tensor passed to it holds what the block computed."
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
        x += self.sa(self.ln1(x.clone()))  # (B, T, n_embd)
        x += self.ffwd(self.ln2(x.clone()))  # (B, T, n_embd)
        return x

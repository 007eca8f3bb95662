"""
question = "g"
explanation.es = "La primera suma crea un tensor nuevo, y la segunda se hace sobre ese."
explanation.en = "The first sum makes a new tensor, and the second one is done on it."
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
        out = x.clone()
        out = out + self.sa(self.ln1(x))  # (B, T, n_embd)
        extra = self.ffwd(self.ln2(out.clone()))
        out += extra  # no es el tensor recibido
        return out

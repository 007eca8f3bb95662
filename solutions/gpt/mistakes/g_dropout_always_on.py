"""
question = "g"
es = "El dropout se crea dentro de forward y no en self: eval() no lo conoce, y actúa también al evaluar."
en = "The dropout is made inside forward and not in self: eval() does not know it, and it acts in evaluation too."
shows_es = "en modo eval, parte de lo que se suma es exactamente cero, al azar (cerca de un {part} %), y el resto está aumentado en proporción."
shows_en = "in eval mode, part of what is added is exactly zero, at random (about {part}%), and the rest is scaled up to match."
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
        drop = nn.Dropout(dropout)
        x = x + drop(self.sa(self.ln1(x)))  # (B, T, n_embd)
        x = x + drop(self.ffwd(self.ln2(x)))  # (B, T, n_embd)
        return x

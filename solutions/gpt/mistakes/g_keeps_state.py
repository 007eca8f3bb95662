"""
question = "g"
es = "El bloque guarda su salida y la suma en la llamada siguiente: lo que responde depende de lo que se le preguntó antes."
en = "The block keeps its output and adds it in the next call: what it answers depends on what it was asked before."
shows_es = "la salida de una llamada es la de la fórmula más la salida de la llamada anterior."
shows_en = "the output of a call is that of the formula plus the output of the call before."
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
        self.previous = None

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        if self.previous is not None and self.previous.shape == x.shape:
            x = x + self.previous
        self.previous = x.detach()
        return x

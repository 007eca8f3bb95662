"""
question = "g"
explanation.es = "El constructor y forward tienen más argumentos con valores por defecto."
explanation.en = "The constructor and forward have further arguments with defaults."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head, eps=1e-5, pre_ln=True):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd, eps=eps)
        self.ln2 = nn.LayerNorm(n_embd, eps=eps)

    def forward(self, x, verbose=False):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        # se normaliza la entrada de cada sub-capa; la vía residual queda intacta
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

"""
question = "g"
es = ".data corta el gradiente de la red posición a posición, que nunca aprende."
en = ".data cuts the gradient of the feed-forward network, which never learns."
shows_es = "tus salidas son las de {formula}, pero el gradiente es el de esa fórmula con ffwd tratada como constante."
shows_en = "your outputs are those of {formula}, but the gradient is that of this formula with ffwd taken as a constant."
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
        # se normaliza la entrada de cada sub-capa; la vía residual queda intacta
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x)).data  # (B, T, n_embd)
        return x

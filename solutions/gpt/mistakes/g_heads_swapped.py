"""
question = "g"
es = "Los argumentos de MultiHeadAttention van cambiados: número de cabezas por tamaño."
en = "The arguments of MultiHeadAttention are exchanged: number of heads for their size."
shows_es = "tu bloque pide {heads} cabezas de tamaño {size} a MultiHeadAttention(num_heads, head_size)."
shows_en = "your block asks MultiHeadAttention(num_heads, head_size) for {heads} heads of size {size}."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(head_size, n_head)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

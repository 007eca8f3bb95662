"""
question = "g"
es = "La salida del bloque pasa por una ReLU, que borra lo negativo de la vía residual."
en = "The output of the block goes through a ReLU, which wipes out what is negative in the residual stream."
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
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return F.relu(x)

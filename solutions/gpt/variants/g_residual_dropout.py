"""
question = "g"
explanation.es = "Hay dropout en la vía residual, como módulos del bloque y con F.dropout."
explanation.en = "There is dropout on the residual stream, as modules of the block and with F.dropout."
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
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.drop(self.sa(self.ln1(x)))  # (B, T, n_embd)
        x = x + F.dropout(self.ffwd(self.ln2(x)), p=dropout, training=self.training)  # (B, T, n_embd)
        return x

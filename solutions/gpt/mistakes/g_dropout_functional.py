"""
question = "g"
es = "F.dropout sin training=self.training actúa también al evaluar."
en = "F.dropout without training=self.training acts in evaluation too."
named = "g_dropout_always_on"
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
        x = x + F.dropout(self.ffwd(self.ln2(x)), dropout)  # (B, T, n_embd)
        return x

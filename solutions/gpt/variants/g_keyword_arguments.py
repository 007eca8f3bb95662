"""
question = "g"
explanation.es = "Las sub-capas se construyen y se llaman con argumentos por nombre."
explanation.en = "The sub-layers are constructed and called with keyword arguments."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(head_size=head_size, num_heads=n_head)
        self.ffwd = FeedForward(n_embd=n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(x=self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(x=self.ln2(x))  # (B, T, n_embd)
        return x

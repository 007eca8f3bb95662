"""
question = "g"
explanation.es = "F.layer_norm con parámetros propios del bloque."
explanation.en = "F.layer_norm with parameters of the block's own."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.sesgo1, self.sesgo2 = (nn.Parameter(torch.zeros(n_embd)) for _ in range(2))
        self.peso1, self.peso2 = (nn.Parameter(torch.ones(n_embd)) for _ in range(2))

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(F.layer_norm(x, x.shape[-1:], self.peso1, self.sesgo1))  # (B, T, n_embd)
        x = x + self.ffwd(F.layer_norm(x, x.shape[-1:], self.peso2, self.sesgo2))  # (B, T, n_embd)
        return x

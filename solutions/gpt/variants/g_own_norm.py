"""
question = "g"
explanation.es = "La LayerNorm es una clase propia."
explanation.en = "The LayerNorm is an own class."
"""

class Norma(nn.Module):
    """LayerNorm escrita a mano, con el sesgo antes que el peso."""

    def __init__(self, dim, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.beta = nn.Parameter(torch.zeros(1, 1, dim))
        self.gamma = nn.Parameter(torch.ones(1, 1, dim))

    def forward(self, x):
        mean, var = x.mean(-1, keepdim=True), x.var(-1, keepdim=True, unbiased=False)
        return self.gamma * (x - mean) / torch.sqrt(var + self.eps) + self.beta



class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = Norma(n_embd)
        self.ln2 = Norma(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

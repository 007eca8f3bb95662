"""
question = "g"
es = "La norma propia promedia sobre el tiempo y no sobre los canales: mezcla posiciones y deja ver el futuro."
en = "The own norm averages over time and not over the channels: it mixes positions and lets the future be seen."
shows_es = "tu salida coincide con {formula} cuando ln1 y ln2 normalizan el eje del tiempo."
shows_en = "your output equals {formula} where ln1 and ln2 normalise the axis of time."
"""

class Norma(nn.Module):
    """Normaliza con peso y sesgo propios."""

    def __init__(self, dim):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(dim))
        self.beta = nn.Parameter(torch.zeros(dim))

    def forward(self, x):
        x = (x - x.mean(1, keepdim=True)) / (x.var(1, keepdim=True, unbiased=False) + 1e-5).sqrt()
        return self.gamma * x + self.beta



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

"""
question = "g"
explanation.es = "Cada mitad es un módulo que envuelve norma, sub-capa y suma."
explanation.en = "Each half is a module that wraps norm, sub-layer and sum."
"""

class Residual(nn.Module):
    """x + f(ln(x))."""

    def __init__(self, dim, f):
        super().__init__()
        self.norm, self.f = nn.LayerNorm(dim), f

    def forward(self, x):
        return x + self.f(self.norm(x))



class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        self.halves = nn.Sequential(
            Residual(n_embd, MultiHeadAttention(n_head, n_embd // n_head)),
            Residual(n_embd, FeedForward(n_embd)),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.halves(x)  # (B, T, n_embd)

"""
question = "e"
es = "detach() corta el gradiente entre las dos capas: la primera nunca aprende."
en = "detach() cuts the gradient between the two layers: the first one never learns."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        hidden = self.net[1](self.net[0](x)).detach()  # (B, T, 4 * n_embd)
        return self.net[3](self.net[2](hidden))  # (B, T, n_embd)

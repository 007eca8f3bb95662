"""
question = "e"
es = "La red promedia cada posición con las anteriores; eso le toca a la atención."
en = "The network averages each position with those before it, which is attention's part."
shows_es = "tu salida en cada posición es la de la fórmula con el promedio de x hasta ella."
shows_en = "your output at each position is the formula's with the mean of x up to it."
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
        T = x.size(1)
        lengths = torch.arange(1, T + 1, device=x.device).view(1, T, 1)
        return self.net(x.cumsum(dim=1) / lengths)  # (B, T, n_embd)

"""
question = "e"
es = "La red promedia las posiciones antes de las capas: todas reciben la misma salida."
en = "The network averages positions before its layers: all of them get the same output."
shows_es = "tu salida es la de la fórmula con el promedio de x sobre el tiempo en cada posición."
shows_en = "your output is the formula's with the mean of x over time at every position."
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
        return self.net(x.mean(dim=1, keepdim=True).expand_as(x))  # (B, T, n_embd)

"""
question = "e"
es = "La red resta el promedio sobre el tiempo, así que cada posición depende de todas."
en = "The network subtracts the mean over time, so every position depends on all of them."
shows_es = "tu salida es la de la fórmula con x menos su promedio sobre el tiempo."
shows_en = "your output is the formula's with x minus its mean over time."
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
        return self.net(x - x.mean(dim=1, keepdim=True))  # (B, T, n_embd)

"""
question = "e"
es = "La segunda capa no vuelve a n_embd: la salida tiene otro ancho que la entrada."
en = "The second layer does not come back to n_embd: the output has another width than the input."
shows_es = "tu salida tiene ancho {width}; la entrada tiene {wanted}."
shows_en = "your output has width {width}; the input has {wanted}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, 2 * n_embd),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

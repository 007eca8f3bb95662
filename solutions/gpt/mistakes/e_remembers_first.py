"""
question = "e"
es = "La red guarda su primera salida y la repite: ya no mira su entrada."
en = "The network keeps its first output and repeats it: it does not look at its input any more."
shows_es = "al llamar con x y luego con y, las dos salidas son la de x."
shows_en = "called with x and then with y, both outputs are that of x."
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
        self.memory = None

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        if self.memory is None or self.memory.shape != x.shape:
            self.memory = self.net(x)  # (B, T, n_embd)
        return self.memory

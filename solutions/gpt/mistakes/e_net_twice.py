"""
question = "e"
es = "La red se aplica dos veces: su salida vuelve a pasar por las dos capas."
en = "The network is applied twice: its output goes through the two layers again."
shows_es = "tu salida es FFN(FFN(x))."
shows_en = "your output is FFN(FFN(x))."
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
        return self.net(self.net(x))  # (B, T, n_embd)

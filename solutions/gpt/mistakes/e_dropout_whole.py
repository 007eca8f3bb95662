"""
question = "e"
es = "El dropout apaga posiciones enteras (Dropout1d) y no números sueltos."
en = "Dropout drops whole positions (Dropout1d) and not single numbers."
shows_es = "al entrenar, cada posición de tu salida queda entera o se apaga entera."
shows_en = "in training, each position of your output is kept whole or dropped whole."
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
            nn.Dropout1d(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

"""
question = "e"
es = "forward escribe su resultado en el tensor que recibe, y se lo cambia a quien la llamó."
en = "forward writes its result into the tensor that it is given, and so changes the caller's."
shows_es = "después de la llamada, el tensor que recibiste contiene tu salida."
shows_en = "after the call, the tensor that you were given holds your output."
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
        return x.copy_(self.net(x))  # (B, T, n_embd): sin pedir más memoria

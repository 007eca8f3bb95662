"""
question = "e"
es = "La segunda capa va al tamaño del vocabulario, que es cosa de lm_head, y no de vuelta a n_embd."
en = "The second layer goes to the vocabulary's size, which is lm_head's part, and not back to n_embd."
shows_es = "tu salida tiene ancho {width}, el tamaño del vocabulario; la entrada tiene {wanted}."
shows_en = "your output has width {width}, the vocabulary's size; the input has {wanted}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, vocab_size),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

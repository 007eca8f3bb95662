"""
question = "e"
es = "La capa interna es tan ancha como la entrada, y debe serlo cuatro veces más."
en = "The inner layer is as wide as the input; it must be four times as wide."
shows_es = "tus matrices son {shapes}: el ancho interno es {width}, y 4 · n_embd aquí es {wanted}."
shows_en = "your matrices are {shapes}: the inner width is {width}, and 4 · n_embd here is {wanted}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna y la de salida."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, n_embd),
            nn.ReLU(),
            nn.Linear(n_embd, n_embd),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

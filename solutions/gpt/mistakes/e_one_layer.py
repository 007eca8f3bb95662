"""
question = "e"
es = "Hay una sola capa lineal, de n_embd a n_embd: falta la capa interna."
en = "There is only one linear layer, from n_embd to n_embd: the inner layer is missing."
shows_es = "tu única matriz es {shapes}, y tu salida es la de esa capa."
shows_en = "your only matrix is {shapes}, and your output is that layer's."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, n_embd),
            nn.ReLU(),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

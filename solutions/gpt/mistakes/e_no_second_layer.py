"""
question = "e"
es = "Falta la segunda capa: la salida queda con el ancho de la capa interna."
en = "The second layer is missing: the output keeps the inner layer's width."
shows_es = "tu única matriz es {shapes}, y tu salida es la capa interna."
shows_en = "your only matrix is {shapes}, and your output is the inner layer."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

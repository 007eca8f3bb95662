"""
question = "e"
es = "La no linealidad es una sigmoide, que se satura, y no una de la familia de ReLU."
en = "The non-linearity is a sigmoid, which saturates, and not one of the ReLU family."
shows_es = "tu salida es σ(x W1 + b1) W2 + b2, con σ la sigmoide."
shows_en = "your output is σ(x W1 + b1) W2 + b2, σ being the sigmoid."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.Sigmoid(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

"""
question = "e"
es = "La capa de dropout se crea y nunca se usa."
en = "The dropout layer is made and never used."
shows_es = "con dropout en 0.5 y en modo de entrenamiento, la salida es siempre la misma."
shows_en = "with dropout at 0.5 and in training mode, the output is always the same."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)  # la capa interna es cuatro veces más ancha
        self.down = nn.Linear(4 * n_embd, n_embd)  # de vuelta al ancho de la vía residual
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.down(F.relu(self.up(x)))  # (B, T, n_embd)

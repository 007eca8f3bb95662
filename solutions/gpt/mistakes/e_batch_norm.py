"""
question = "e"
es = "La red usa BatchNorm: al entrenar, cada posición depende de las demás posiciones y filas del lote."
en = "The network uses BatchNorm: in training, every position depends on the other positions and rows of the batch."
shows_es = "en modo de entrenamiento tu salida es la de la fórmula con x normalizado sobre el lote y el tiempo."
shows_en = "in training mode your output is the formula's with x normalised over batch and time."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)  # la capa interna es cuatro veces más ancha
        self.down = nn.Linear(4 * n_embd, n_embd)  # de vuelta al ancho de la vía residual
        self.norm = nn.BatchNorm1d(n_embd, affine=False)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = self.norm(x.transpose(1, 2)).transpose(1, 2)  # (B, T, n_embd)
        return self.dropout(self.down(F.relu(self.up(x))))  # (B, T, n_embd)

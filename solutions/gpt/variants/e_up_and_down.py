"""
question = "e"
explanation.es = "Dos capas con nombre propio y la ReLU como función."
explanation.en = "Two layers with names of their own, and ReLU as a function."
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
        hidden = F.relu(self.up(x))  # (B, T, 4 * n_embd)
        return self.dropout(self.down(hidden))  # (B, T, n_embd)

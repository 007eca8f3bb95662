"""
question = "e"
es = "Las capas se crean de nuevo en cada llamada, con pesos al azar que nunca se entrenan."
en = "The layers are made anew at every call, with random weights that are never trained."
shows_es = "la misma red da otra salida con cada sorteo: sus pesos se sortean en forward."
shows_en = "the same network gives another output at each draw: its weights are drawn in forward."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        C = x.size(-1)
        up = nn.Linear(C, 4 * C).to(x.device)
        down = nn.Linear(4 * C, C).to(x.device)
        return self.dropout(down(F.relu(up(x))))  # (B, T, n_embd)

"""
question = "e"
es = "Las capas están en una lista de Python: PyTorch no las registra, y no se entrenan."
en = "The layers are in a Python list: PyTorch does not register them, and they are not trained."
shows_es = "la red no tiene parámetros, pero su salida depende de pesos que se sortean al construirla."
shows_en = "the network has no parameters, but its output depends on weights drawn when it is constructed."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.layers = [nn.Linear(n_embd, 4 * n_embd), nn.Linear(4 * n_embd, n_embd)]
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        up, down = self.layers
        return self.dropout(down(F.relu(up(x))))  # (B, T, n_embd)

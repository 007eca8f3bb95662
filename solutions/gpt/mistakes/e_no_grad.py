"""
question = "e"
es = "forward se calcula sin gradientes: nada en la red aprende."
en = "forward is computed without gradients: nothing in the network learns."
shows_es = "tu salida es la de la fórmula, y ningún gradiente llega a {cut}."
shows_en = "your output is the formula's, and no gradient reaches {cut}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        with torch.no_grad():
            return self.net(x)  # (B, T, n_embd)

"""
question = "e"
es = "La red suma a cada posición la anterior; mirar a otras le toca a la atención."
en = "The network adds the previous position to each; looking at others is attention's part."
shows_es = "tu salida en t es la de la fórmula con x[t] + x[t-1]."
shows_en = "your output at t is the formula's with x[t] + x[t-1]."
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
        before = F.pad(x, (0, 0, 1, 0))[:, :-1]  # (B, T, n_embd)
        return self.net(x + before)  # (B, T, n_embd)

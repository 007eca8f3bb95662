"""
question = "e"
es = "La red suma a su salida la de la llamada anterior: lo que da depende de lo que vio antes."
en = "The network adds the previous call's output to its own: what it gives depends on what it saw before."
shows_es = "al llamar con x y luego con y, la segunda salida es la de y más la de x."
shows_en = "called with x and then with y, the second output is that of y plus that of x."
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
        self.before = 0.0

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        out = self.net(x)  # (B, T, n_embd)
        both = out + self.before
        self.before = out.detach()
        return both

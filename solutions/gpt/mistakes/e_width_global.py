"""
question = "e"
es = "Los anchos salen de la variable global n_embd y no del argumento de FeedForward."
en = "The widths are those of the global n_embd, not those of FeedForward's argument."
shows_es = "FeedForward({given}), con la variable global n_embd en {used}, tiene matrices {shapes}."
shows_en = "FeedForward({given}), with the global n_embd at {used}, has matrices {shapes}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, ancho):
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
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

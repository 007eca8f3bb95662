"""
question = "e"
es = "La capa de dropout recibe 1 - dropout: apaga lo que debía quedar."
en = "The dropout layer is given 1 - dropout: it drops what should be kept."
shows_es = "con dropout = {rate}, al entrenar se apaga el {share} % de la salida."
shows_en = "with dropout = {rate}, {share}% of the output is dropped in training."
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
            nn.Dropout(1 - dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

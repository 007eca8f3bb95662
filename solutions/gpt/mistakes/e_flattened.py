"""
question = "e"
es = "forward junta lote y tiempo y no los vuelve a separar."
en = "forward joins batch and time and does not part them again."
shows_es = "tu salida tiene forma {shape}: son los números de la fórmula, sin separar en {wanted}."
shows_en = "your output has the shape {shape}: it is the formula's numbers, not parted into {wanted}."
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
        B, T, C = x.shape
        return self.net(x.view(B * T, C))  # (B * T, n_embd)

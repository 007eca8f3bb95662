"""
question = "e"
es = "La salida se divide por la raíz de n_embd; esa escala es de los puntajes de atención."
en = "The output is divided by the root of n_embd; that scale belongs to attention scores."
shows_es = "tu salida es la de la fórmula dividida por la raíz de n_embd."
shows_en = "your output is the formula's divided by the root of n_embd."
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
        return self.net(x) * x.size(-1) ** -0.5  # (B, T, n_embd)

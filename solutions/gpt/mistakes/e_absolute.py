"""
question = "e"
es = "La activación es el valor absoluto: lo negativo cambia de signo en vez de quedar en cero."
en = "The activation is the absolute value: what is negative changes its sign instead of becoming zero."
shows_es = "tu salida es la de la fórmula con {activation} en vez de max(0, ·)."
shows_en = "your output is the formula's with {activation} instead of max(0, ·)."
named = "e_other_activation"
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
        hidden = self.up(x).abs()  # (B, T, 4 * n_embd)
        return self.dropout(self.down(hidden))  # (B, T, n_embd)

"""
question = "e"
es = "Un view cambia el orden de los números en vez de trasponer: se mezclan tiempo y canales."
en = "A view changes the order of the numbers instead of transposing: time and channels are mixed."
shows_es = "tu salida es la de la fórmula con los números de xᵀ leídos en la forma de x."
shows_en = "your output is the formula's with the numbers of xᵀ read in the shape of x."
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
        x = x.transpose(1, 2).contiguous()  # (B, C, T)
        return self.net(x.view(B, T, C))  # (B, T, n_embd)

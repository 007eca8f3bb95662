"""
question = "e"
es = "Hay una capa oculta de más: son tres capas lineales y no dos."
en = "There is one hidden layer too many: there are three linear layers and not two."
shows_es = "tus matrices son {shapes}, y tu salida es la de todas, una tras otra."
shows_en = "your matrices are {shapes}, and your output is that of all of them, one after the other."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, 4 * n_embd),
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión

"""
question = "e"
es = "El resultado de F.relu no se asigna a nada, así que la activación no actúa."
en = "The result of F.relu is assigned to nothing, so the activation does nothing."
shows_es = "tu salida es (x W1 + b1) W2 + b2, sin max(0, ·)."
shows_en = "your output is (x W1 + b1) W2 + b2, without max(0, ·)."
named = "e_no_nonlinearity"
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
        hidden = self.up(x)  # (B, T, 4 * n_embd)
        F.relu(hidden)
        return self.dropout(self.down(hidden))  # (B, T, n_embd)

"""
question = "e"
es = "Las dos capas usan la misma matriz, la segunda vez traspuesta: W2 debe ser otra."
en = "Both layers use the same matrix, the second time transposed: W2 should be another one."
shows_es = "tu única matriz es {shapes}, y tu salida es max(0, x W + b) Wᵀ."
shows_en = "your only matrix is {shapes}, and your output is max(0, x W + b) Wᵀ."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)  # la capa interna es cuatro veces más ancha
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        hidden = F.relu(self.up(x))  # (B, T, 4 * n_embd)
        return self.dropout(hidden @ self.up.weight)  # (B, T, n_embd)

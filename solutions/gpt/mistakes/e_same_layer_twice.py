"""
question = "e"
es = "La misma capa de n_embd a n_embd se aplica dos veces, en vez de dos capas distintas."
en = "The same layer from n_embd to n_embd is applied twice, instead of two different layers."
shows_es = "tu única matriz es {shapes}, y tu salida es max(0, x W + b) W + b."
shows_en = "your only matrix is {shapes}, and your output is max(0, x W + b) W + b."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.layer = nn.Linear(n_embd, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.dropout(self.layer(F.relu(self.layer(x))))  # (B, T, n_embd)

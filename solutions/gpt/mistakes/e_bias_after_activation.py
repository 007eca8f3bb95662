"""
question = "e"
es = "El sesgo de la primera capa se suma después de la activación y no antes."
en = "The first layer's bias is added after the activation and not before."
shows_es = "tu salida es (max(0, x W1) + b1) W2 + b2."
shows_en = "your output is (max(0, x W1) + b1) W2 + b2."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(n_embd, 4 * n_embd) * 0.02)
        self.b1 = nn.Parameter(torch.zeros(4 * n_embd))
        self.W2 = nn.Parameter(torch.randn(4 * n_embd, n_embd) * 0.02)
        self.b2 = nn.Parameter(torch.zeros(n_embd))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        hidden = F.relu(x @ self.W1) + self.b1  # (B, T, 4 * n_embd)
        return self.dropout(hidden @ self.W2 + self.b2)  # (B, T, n_embd)

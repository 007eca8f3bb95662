"""
question = "e"
explanation.es = "max(0, ·) es un producto con una máscara de comparación."
explanation.en = "max(0, ·) is a product with a mask of a comparison."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.a = nn.Linear(n_embd, n_embd * 4)
        self.b = nn.Linear(n_embd * 4, n_embd)
        self.d = nn.Dropout(dropout)

    def forward(self, x):
        h = self.a(x)
        h = h * (h > 0)  # lo negativo queda en cero
        return self.d(self.b(h))

"""
question = "e"
explanation.es = "Quedó una capa de una versión anterior, que nada usa."
explanation.en = "A layer of an earlier version is left over, which nothing uses."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.prueba = nn.Linear(n_embd, n_embd)  # de la primera versión
        self.entrada = nn.Linear(n_embd, 4 * n_embd)
        self.salida = nn.Linear(4 * n_embd, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(self.salida(F.relu(self.entrada(x))))

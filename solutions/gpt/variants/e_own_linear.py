"""
question = "e"
explanation.es = "Una clase propia hace de capa lineal, con x @ W + b."
explanation.en = "A class of the student's own is the linear layer, with x @ W + b."
"""

class Capa(nn.Module):
    """x @ W + b."""

    def __init__(self, entrada, salida):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(entrada, salida) * entrada**-0.5)
        self.bias = nn.Parameter(torch.zeros(salida))

    def forward(self, x):
        return x @ self.weight + self.bias


class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.uno, self.dos = Capa(n_embd, 4 * n_embd), Capa(4 * n_embd, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(self.dos(torch.relu(self.uno(x))))  # (B, T, n_embd)

"""
question = "e"
explanation.es = "Las dos matrices están en un solo parámetro de tres dimensiones."
explanation.en = "Both matrices are in one parameter of three dimensions."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        # W[0] sube y W[1] baja
        self.W = nn.Parameter(torch.randn(2, n_embd, 4 * n_embd) * 0.02)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(F.relu(x @ self.W[0]) @ self.W[1].T)

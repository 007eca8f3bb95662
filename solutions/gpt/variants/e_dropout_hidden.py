"""
question = "e"
explanation.es = "El único dropout está en la capa interna, como en el Transformer original de muchas bibliotecas."
explanation.en = "The only dropout is in the inner layer, as many libraries have it."
"""


class FeedForward(nn.Module):
    """Dos capas lineales; se apagan unidades de la capa interna mientras se entrena."""

    def __init__(self, n_embd):
        super().__init__()
        self.w_1 = nn.Linear(n_embd, 4 * n_embd)
        self.w_2 = nn.Linear(4 * n_embd, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.w_2(self.dropout(F.relu(self.w_1(x))))  # (B, T, n_embd)

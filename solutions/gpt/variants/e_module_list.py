"""
question = "e"
explanation.es = "Las capas están en un nn.ModuleList y forward las recorre."
explanation.en = "The layers are in an nn.ModuleList, and forward goes through them."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        # una lista que PyTorch conoce
        self.capas = nn.ModuleList(
            [nn.Linear(n_embd, 4 * n_embd), nn.ReLU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout)]
        )

    def forward(self, x):
        for capa in self.capas:
            x = capa(x)
        return x

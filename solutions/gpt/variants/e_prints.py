"""
question = "e"
explanation.es = "El constructor y forward imprimen lo que hacen."
explanation.en = "The constructor and forward print what they do."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd), nn.ReLU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout)
        )
        print("parámetros de la red:", sum(p.numel() for p in self.parameters()))

    def forward(self, x):
        y = self.net(x)
        # para mirar las formas mientras programo
        print("FeedForward", x.shape, "->", y.shape)
        return y

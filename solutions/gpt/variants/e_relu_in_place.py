"""
question = "e"
explanation.es = "La ReLU escribe en su propia entrada, que es la capa interna."
explanation.en = "The ReLU writes into its own input, which is the inner layer."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),
            nn.ReLU(inplace=True),  # no se necesita lo que había antes
            nn.Linear(4 * n_embd, n_embd),
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.net(x)

"""
question = "e"
explanation.es = "Hay dropout en la entrada, en la capa interna y al final."
explanation.en = "There is dropout on the input, in the inner layer and at the end."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(
            nn.Dropout(0.1),
            nn.Linear(n_embd, 4 * n_embd),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(4 * n_embd, n_embd),
            nn.Dropout(dropout),  # el que se pide
        )

    def forward(self, x):
        return self.net(x)

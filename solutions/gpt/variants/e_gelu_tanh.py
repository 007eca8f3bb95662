"""
question = "e"
explanation.es = "La no linealidad es la GELU con tanh, escrita a mano como en GPT-2."
explanation.en = "The non-linearity is GELU with tanh, written out as in GPT-2."
"""

class NewGELU(nn.Module):
    def forward(self, x):
        return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        # la activación de GPT-2
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd), NewGELU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout)
        )

    def forward(self, x):
        return self.net(x)

"""
question = "e"
explanation.es = "W1, b1, W2 y b2 son nn.Parameter, como en la fórmula."
explanation.en = "W1, b1, W2 and b2 are nn.Parameter, as in the formula."
"""

class FeedForward(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(d, 4 * d) * 0.02)
        self.b1 = nn.Parameter(torch.zeros(4 * d))
        self.W2 = nn.Parameter(torch.randn(4 * d, d) * 0.02)
        self.b2 = nn.Parameter(torch.zeros(d))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        # max(0, x W1 + b1) W2 + b2
        return self.dropout(torch.clamp(x @ self.W1 + self.b1, min=0) @ self.W2 + self.b2)

"""
question = "e"
explanation.es = "Pesos sueltos con F.linear; la activación es torch.maximum con cero."
explanation.en = "Bare weights with F.linear; the activation is torch.maximum with zero."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.weight_up = nn.Parameter(torch.randn(4 * n_embd, n_embd) * 0.02)
        self.bias_up = nn.Parameter(torch.zeros(4 * n_embd))
        self.weight_down = nn.Parameter(torch.randn(n_embd, 4 * n_embd) * 0.02)
        self.bias_down = nn.Parameter(torch.zeros(n_embd))

    def forward(self, x):
        h = F.linear(x, self.weight_up, self.bias_up)
        h = torch.maximum(h, torch.zeros_like(h))  # max(0, ·)
        return F.dropout(F.linear(h, self.weight_down, self.bias_down), dropout, self.training)

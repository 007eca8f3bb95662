"""
question = "e"
explanation.es = "El dropout es propio: una máscara al azar, solo al entrenar."
explanation.en = "Dropout is the student's own: a random mask, in training only."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)
        self.down = nn.Linear(4 * n_embd, n_embd)
        self.p = dropout

    def forward(self, x):
        y = self.down(F.relu(self.up(x)))
        if self.training and self.p > 0:
            # se apaga cada número con probabilidad p, y el resto se agranda
            y = y * (torch.rand_like(y) >= self.p) / (1 - self.p)
        return y

"""
question = "e"
explanation.es = "Las capas son atributos, y forward las aplica una a una con F.relu."
explanation.en = "The layers are attributes, and forward applies them one by one with F.relu."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd, factor=4, p=None):
        super().__init__()
        self.fc1 = nn.Linear(n_embd, factor * n_embd)
        self.fc2 = nn.Linear(factor * n_embd, n_embd)
        self.p = dropout if p is None else p

    def forward(self, x):
        # (B, T, C) -> (B, T, 4C) -> (B, T, C)
        oculta = F.relu(self.fc1(x))
        return F.dropout(self.fc2(oculta), self.p, training=self.training)

"""
question = "e"
explanation.es = "forward junta lote y tiempo con view y los vuelve a separar."
explanation.en = "forward joins batch and time by view and parts them again."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.l1 = nn.Linear(n_embd, 4 * n_embd)
        self.l2 = nn.Linear(4 * n_embd, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, C = x.shape
        x = x.view(B * T, C)  # cada posición es una fila
        x = self.l2(self.l1(x).clamp(min=0))
        return self.dropout(x).view(B, T, C)

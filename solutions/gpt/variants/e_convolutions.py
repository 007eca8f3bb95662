"""
question = "e"
explanation.es = "Dos convoluciones de ancho 1, como dice el artículo que también se puede ver."
explanation.en = "Two convolutions of width 1, which is another way to see it, as the paper says."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.sube = nn.Conv1d(n_embd, 4 * n_embd, kernel_size=1)
        self.baja = nn.Conv1d(4 * n_embd, n_embd, kernel_size=1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = x.transpose(1, 2)  # (B, n_embd, T): los canales al medio
        x = self.baja(F.relu(self.sube(x)))
        return self.dropout(x.transpose(1, 2))  # (B, T, n_embd)

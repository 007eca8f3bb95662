"""
question = "e"
explanation.es = "Secuencias dentro de secuencias."
explanation.en = "Sequences within sequences."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        subida = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.ReLU())
        bajada = nn.Sequential(nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout))
        self.red = nn.Sequential(subida, bajada)  # primero sube, luego baja

    def forward(self, x):
        return self.red(x)

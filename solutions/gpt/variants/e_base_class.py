"""
question = "e"
explanation.es = "La red hereda de una clase base propia, que reúne las capas."
explanation.en = "The network inherits from a base class of its own, which gathers the layers."
"""

class Red(nn.Module):
    """Dos capas y una activación."""

    activacion = staticmethod(F.relu)

    def __init__(self, ancho, interno, p):
        super().__init__()
        self.c_fc = nn.Linear(ancho, interno)
        self.c_proj = nn.Linear(interno, ancho)
        self.drop = nn.Dropout(p)

    def forward(self, x):
        return self.drop(self.c_proj(self.activacion(self.c_fc(x))))


class FeedForward(Red):
    def __init__(self, n_embd):
        # el ancho interno es cuatro veces el de entrada
        super().__init__(n_embd, 4 * n_embd, dropout)

"""
question = "e"
explanation.es = "La clase hereda de nn.Sequential y no escribe forward."
explanation.en = "The class inherits from nn.Sequential and writes no forward."
"""

class FeedForward(nn.Sequential):
    """Subir, activar, bajar, apagar."""

    def __init__(self, n_embd, mult=4):
        # el forward de nn.Sequential ya hace lo pedido
        super().__init__(
            nn.Linear(n_embd, mult * n_embd), nn.ReLU(), nn.Linear(mult * n_embd, n_embd), nn.Dropout(dropout)
        )

"""
question = "e"
es = "Los pesos son tensores y no nn.Parameter: PyTorch no los registra, y no se entrenan."
en = "The weights are tensors and not nn.Parameter: PyTorch does not register them, and they are not trained."
shows_es = "la red no tiene parámetros, pero su salida depende de pesos que se sortean al construirla."
shows_en = "the network has no parameters, but its output depends on weights drawn when it is constructed."
named = "e_not_registered"
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.W1 = torch.randn(n_embd, 4 * n_embd, device=device) * n_embd**-0.5
        self.W2 = torch.randn(4 * n_embd, n_embd, device=device) * (4 * n_embd) ** -0.5
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.dropout(F.relu(x @ self.W1) @ self.W2)  # (B, T, n_embd)

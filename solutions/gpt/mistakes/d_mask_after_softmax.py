"""
question = "d"
es = "La máscara se aplica después del softmax, y los pesos de cada fila ya no suman uno."
en = "The mask is applied after the softmax, and the weights of a row no longer sum to one."
shows_es = "tu salida es la de un softmax sobre las {T} posiciones al que después se le anula el futuro: sus filas suman menos de uno."
shows_en = "your output is that of a softmax over all {T} positions whose future is then set to zero: its rows sum to less than one."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        # la máscara no se aprende, pero debe viajar con el modelo a la GPU
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        T = x.size(1)
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # puntajes de varianza cercana a uno: d_k es el tamaño de la cabeza, no n_embd
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        weights = F.softmax(scores, dim=-1)
        weights = self.dropout(weights.masked_fill(self.tril[:T, :T] == 0, 0.0))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)

"""
question = "d"
es = "La máscara no se recorta a T, y una secuencia más corta que block_size da un error."
en = "The mask is not cut to T, and a sequence shorter than block_size raises an error."
shows_es = "con T={block_size} tu salida es la correcta; con T menor, tu código falla."
shows_en = "with T={block_size} your output is right; with a smaller T your code fails."
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
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # puntajes de varianza cercana a uno: d_k es el tamaño de la cabeza, no n_embd
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        scores = scores.masked_fill(self.tril == 0, float("-inf"))  # (B, T, T)
        weights = self.dropout(F.softmax(scores, dim=-1))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)

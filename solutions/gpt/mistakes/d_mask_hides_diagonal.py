"""
question = "d"
es = "La máscara oculta también la diagonal: una posición no se ve a sí misma, y la primera no ve nada."
en = "The mask also hides the diagonal: a position does not see itself, and the first one sees nothing."
shows_es = "tu salida en t es la de una atención que ve hasta t-1."
shows_en = "your output at t is that of attention which sees up to t-1."
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
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size), diagonal=-1))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        T = x.size(1)
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # puntajes de varianza cercana a uno: d_k es el tamaño de la cabeza, no n_embd
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = self.dropout(F.softmax(scores, dim=-1))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)

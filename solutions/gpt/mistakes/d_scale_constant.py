"""
question = "d"
es = "El factor es un número fijo, y no depende del tamaño de la cabeza."
en = "The factor is a fixed number and does not depend on the head's size."
shows_es = "tus puntajes son q·kᵀ·{value}; deben ser q·kᵀ/√{d_k}, porque d_k aquí es {d_k}."
shows_en = "your scores are q·kᵀ·{value}; they should be q·kᵀ/√{d_k}, for d_k here is {d_k}."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) / 8  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

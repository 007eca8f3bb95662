"""
question = "d"
es = "Los pesos de atención se guardan y se reutilizan mientras la forma no cambie, aunque la entrada sea otra."
en = "The attention weights are kept and used again while the shape stays the same, although the input is another."
shows_es = "en la segunda llamada tu salida usa los valores de la nueva entrada con los pesos de la anterior."
shows_en = "at the second call your output takes the new input's values with the weights of the one before."
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
        self.pesos = None

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        if self.pesos is None or self.pesos.shape != scores.shape:
            self.pesos = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.pesos
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

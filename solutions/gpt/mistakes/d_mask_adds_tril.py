"""
question = "d"
es = "La máscara se suma como unos y ceros: el futuro solo pierde una unidad de puntaje."
en = "The mask is added as ones and zeros: the future only loses one unit of score."
shows_es = "tu salida es la de puntajes a los que se suma 1 donde se puede mirar: los ocultos pesan exp(-1) veces menos, no cero."
shows_en = "your output is that of scores to which 1 is added where one may look: hidden ones weigh exp(-1) times as much, not zero."
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
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores + self.tril[:T, :T]  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

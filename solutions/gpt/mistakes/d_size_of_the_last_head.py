"""
question = "d"
es = "El tamaño se guarda en la clase: todas las cabezas usan el de la última que se creó."
en = "The size is kept on the class: all heads take that of the last one made."
shows_es = "después de crear Head({other}), los puntajes de tu Head({d_k}) se dividen por √{other}."
shows_en = "after Head({other}) was made, the scores of your Head({d_k}) are divided by √{other}."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        Head.d_k = head_size
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
        scores = q @ k.transpose(-2, -1) * Head.d_k ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

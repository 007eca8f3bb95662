"""
question = "d"
es = "El dropout está escrito a mano y no divide por 1 - p: al entrenar, la salida es en promedio menor que al evaluar."
en = "The dropout is written by hand and does not divide by 1 - p: in training the output is smaller on average than in evaluation."
shows_es = "al entrenar, los pesos que quedan valen lo mismo que al evaluar, y no 1/(1 - p) veces más."
shows_en = "in training the weights that are left are what they are in evaluation, and not 1/(1 - p) times as large."
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
        self.p = dropout

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        if self.training:
            weights = weights * (torch.rand_like(weights) > self.p)
        return weights @ v  # (B, T, hs)

"""
question = "d"
es = "Las llaves y los valores de cada llamada se acumulan, y la siguiente también los mira."
en = "The keys and values of each call pile up, and the next one looks at them too."
shows_es = "en la segunda llamada tu salida es la de las dos entradas puestas una tras otra."
shows_en = "at the second call your output is that of the two inputs put one after the other."
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
        self.pasado = None

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        if self.pasado is not None and self.pasado[0].size(0) == B:
            k = torch.cat([self.pasado[0], k], dim=1)[:, -block_size:]  # (B, S, hs)
            v = torch.cat([self.pasado[1], v], dim=1)[:, -block_size:]  # (B, S, hs)
        self.pasado = k.detach(), v.detach()
        S = k.size(1)
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[S - T : S, :S] == 0, float("-inf"))  # (B, T, S)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
es = "La máscara se recorta solo en las columnas y desde el final de las filas, así que para T menor que block_size deja ver el futuro."
en = "The mask takes its last T rows and first T columns, so that for T below block_size the future can be seen."
shows_es = "con T={T} tu máscara son las últimas {T} filas de una de {block_size}: la posición 0 ve hasta la {last}."
shows_en = "with T={T} your mask is the last {T} rows of one of {block_size}: position 0 sees up to {last}."
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
        scores = scores.masked_fill(self.tril[-T:, :T] == 0, float("-inf"))  # (B, T, T)
        weights = self.dropout(F.softmax(scores, dim=-1))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)

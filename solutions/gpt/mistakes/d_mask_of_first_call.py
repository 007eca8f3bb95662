"""
question = "d"
es = "La máscara se construye en la primera llamada, para el T de esa llamada, y se usa en todas las que siguen."
en = "The mask is built at the first call, for that call's T, and used in all that follow."
shows_es = "con T={T} tu salida es la correcta en la primera llamada, y no lo es si antes hubo una llamada con T={first}."
shows_en = "with T={T} your output is right at the first call, and is not after a call with T={first}."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.mascara = None
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        if self.mascara is None:  # se construye una sola vez
            self.mascara = torch.tril(torch.ones(T, T, device=x.device))
        scores = scores.masked_fill(self.mascara == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

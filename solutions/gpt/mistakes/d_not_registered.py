"""
question = "d"
es = "Las proyecciones están en una lista común, así que el módulo no las tiene entre sus parámetros."
en = "The projections are kept in a plain list, so the module does not have them among its parameters."
shows_es = "tu salida es la de una atención causal con pesos que no están entre los parámetros del módulo."
shows_en = "your output is that of causal attention with weights that are not among the module's parameters."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.maps = [nn.Linear(n_embd, head_size, bias=False).to(device) for _ in range(3)]
        # la máscara no se aprende, pero debe viajar con el modelo a la GPU
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        T = x.size(1)
        k, q, v = (linear(x) for linear in self.maps)  # (B, T, hs)
        # puntajes de varianza cercana a uno: d_k es el tamaño de la cabeza, no n_embd
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        # la posición t no mira las posteriores; se recorta porque T puede ser menor que block_size
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = self.dropout(F.softmax(scores, dim=-1))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)

"""
question = "e"
es = "Los pesos se usan por .data: la entrada recibe gradiente, pero los parámetros no aprenden."
en = "The weights are used by .data: the input gets a gradient, but the parameters do not learn."
shows_es = "el gradiente llega a {reached} y no a {cut}."
shows_en = "the gradient reaches {reached} and not {cut}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)  # la capa interna es cuatro veces más ancha
        self.down = nn.Linear(4 * n_embd, n_embd)  # de vuelta al ancho de la vía residual
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        hidden = F.relu(F.linear(x, self.up.weight.data, self.up.bias.data))  # (B, T, 4 * n_embd)
        return self.dropout(F.linear(hidden, self.down.weight.data, self.down.bias.data))  # (B, T, n_embd)

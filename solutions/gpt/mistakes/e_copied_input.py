"""
question = "e"
es = "La entrada se copia con .data, que no lleva gradientes: las capas anteriores del modelo no aprenden."
en = "The input is copied by .data, which carries no gradients: the model's earlier layers do not learn."
shows_es = "el gradiente llega a {reached} y no a {cut}."
shows_en = "the gradient reaches {reached} and not {cut}."
named = "e_detached_input"
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
        x = x.data.clone()  # (B, T, n_embd)
        return self.dropout(self.down(F.relu(self.up(x))))  # (B, T, n_embd)

"""
question = "e"
es = "El dropout actúa siempre, también al evaluar: a F.dropout le falta training=self.training."
en = "Dropout is always on, in evaluation too: F.dropout lacks training=self.training."
shows_es = "en modo eval, {share} % de tu salida es cero y el resto es la fórmula dividida por {kept}."
shows_en = "in eval mode, {share}% of your output is zero and the rest is the formula divided by {kept}."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Linear(n_embd, 4 * n_embd)  # la capa interna es cuatro veces más ancha
        self.down = nn.Linear(4 * n_embd, n_embd)  # de vuelta al ancho de la vía residual

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        out = self.down(F.relu(self.up(x)))  # (B, T, n_embd)
        return F.dropout(out, dropout)

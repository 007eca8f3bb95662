"""
question = "e"
es = "La primera capa es una convolución de ancho 3, que mezcla cada posición con sus vecinas, también la que viene."
en = "The first layer is a convolution of width 3, which mixes each position with its neighbours, the next one included."
shows_es = "tus pesos tienen forma {shapes}, y tu salida es la de una convolución de ancho {kernel} sobre el tiempo."
shows_en = "your weights have the shape {shapes}, and your output is that of a convolution of width {kernel} over time."
"""


class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.up = nn.Conv1d(n_embd, 4 * n_embd, kernel_size=3, padding=1)
        self.down = nn.Conv1d(4 * n_embd, n_embd, kernel_size=1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x.transpose(1, 2)  # (B, n_embd, T)
        x = self.down(F.relu(self.up(x)))  # (B, n_embd, T)
        return self.dropout(x.transpose(1, 2))  # (B, T, n_embd)

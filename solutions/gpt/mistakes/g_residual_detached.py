"""
question = "g"
es = "La vía residual se separa del grafo: el gradiente ya no llega directo a los bloques anteriores."
en = "The residual stream is taken out of the graph: the gradient no longer reaches earlier blocks directly."
shows_es = "tus salidas son las de {formula}, pero el gradiente es el de esa fórmula con la vía residual tratada como constante."
shows_en = "your outputs are those of {formula}, but the gradient is that of this formula with the residual stream taken as a constant."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        x = x.detach() + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x.detach() + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

"""
question = "g"
es = "La entrada se separa del grafo con detach(): nada de lo que está antes del bloque aprende."
en = "The input is taken out of the graph with detach(): nothing before the block learns."
shows_es = "tus salidas son las de {formula}, los gradientes de las normas también, y a la entrada no llega ninguno."
shows_en = "your outputs are those of {formula}, the gradients of the norms too, and none reaches the input."
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
        x = x.detach()  # (B, T, n_embd)
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

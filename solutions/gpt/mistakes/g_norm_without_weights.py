"""
question = "g"
es = "F.layer_norm se llama sin los pesos de ln1 y ln2, que nunca aprenden."
en = "F.layer_norm is called without the weights of ln1 and ln2, which never learn."
shows_es = "tu salida coincide con {formula} cuando ln1 y ln2 no tienen peso ni sesgo."
shows_en = "your output equals {formula} where ln1 and ln2 have neither weight nor bias."
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
        x = x + self.sa(F.layer_norm(x, x.shape[-1:]))  # (B, T, n_embd)
        x = x + self.ffwd(F.layer_norm(x, x.shape[-1:]))  # (B, T, n_embd)
        return x

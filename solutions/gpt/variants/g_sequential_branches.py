"""
question = "g"
explanation.es = "Las ramas son nn.Sequential de norma y sub-capa, en un ModuleDict."
explanation.en = "The branches are nn.Sequential of norm and sub-layer, in a ModuleDict."
"""


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        self.ramas = nn.ModuleDict(
            {
                "red": nn.Sequential(nn.LayerNorm(n_embd), FeedForward(n_embd)),
                "atencion": nn.Sequential(nn.LayerNorm(n_embd), MultiHeadAttention(n_head, n_embd // n_head)),
            }
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        for rama in ("atencion", "red"):  # primero comunicar, después procesar
            x = self.ramas[rama](x) + x
        return x  # (B, T, n_embd)

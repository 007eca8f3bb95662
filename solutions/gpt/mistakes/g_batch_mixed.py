"""
question = "g"
es = "La atención recibe los ejes de lote y tiempo cambiados: mezcla los ejemplos del lote."
en = "The attention gets the axes of batch and time exchanged: it mixes the examples of the batch."
shows_es = "tu salida coincide, número por número, con {formula}, donde la atención (mixed) recorre el lote y no el tiempo."
shows_en = "your output equals, number by number, {formula}, where the attention (mixed) runs over the batch and not over time."
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
        attended = self.sa(self.ln1(x).transpose(0, 1)).transpose(0, 1)  # (B, T, n_embd)
        x = x + attended
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

"""
question = "g"
es = "forward llama a self.eval(): desde la primera llamada el dropout ya no actúa al entrenar."
en = "forward calls self.eval(): from the first call on, dropout no longer acts in training."
shows_es = "después de train() y de una llamada, el bloque está en modo eval."
shows_en = "after train() and one call, the block is in eval mode."
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
        self.eval()
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x

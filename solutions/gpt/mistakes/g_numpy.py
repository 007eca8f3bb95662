"""
question = "g"
es = "El resultado pasa por numpy y vuelve sin gradiente: nada en el bloque aprende."
en = "The result goes through numpy and comes back without a gradient: nothing in the block learns."
named = "g_no_gradient"
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
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x.detach().cpu().numpy() + self.ffwd(self.ln2(x)).detach().cpu().numpy()  # (B, T, n_embd)
        return torch.from_numpy(x)

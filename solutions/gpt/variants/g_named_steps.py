"""
question = "g"
explanation.es = "Los pasos intermedios tienen nombre, y el constructor los crea en otro orden."
explanation.en = "The steps in between have names, and the constructor makes the parts in another order."
"""

class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.ffwd = FeedForward(n_embd)
        self.sa = MultiHeadAttention(n_head, n_embd // n_head)

    def forward(self, x):
        atendido = self.sa(self.ln1(x))
        h = torch.add(x, atendido)  # primera conexión residual
        procesado = self.ffwd(self.ln2(h))
        return torch.add(h, procesado)  # segunda

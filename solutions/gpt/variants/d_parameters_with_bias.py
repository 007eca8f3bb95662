"""
question = "d"
explanation.es = "Matrices y sesgos como nn.Parameter."
explanation.en = "Matrices and biases as nn.Parameter."
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.W_q = nn.Parameter(torch.randn(head_size, n_embd) * 0.1)
        self.b_q = nn.Parameter(torch.zeros(head_size))
        self.W_k = nn.Parameter(torch.randn(head_size, n_embd) * 0.1)
        self.b_k = nn.Parameter(torch.zeros(head_size))
        self.W_v = nn.Parameter(torch.randn(head_size, n_embd) * 0.1)
        self.b_v = nn.Parameter(torch.zeros(head_size))
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = F.linear(x, self.W_k, self.b_k)  # (B, T, hs)
        q = F.linear(x, self.W_q, self.b_q)  # (B, T, hs)
        v = F.linear(x, self.W_v, self.b_v)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

"""
question = "d"
es = "La máscara que se suma a los puntajes es un nn.Parameter, así que se aprende y deja de ser una máscara."
en = "The mask added to the scores is an nn.Parameter, so that it is learnt and no longer a mask."
named = "d_mask_is_parameter"
"""


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        mascara = torch.full((block_size, block_size), -1e9).triu(1)
        self.mascara = nn.Parameter(mascara)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        B, T, C = x.shape
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # afinidad de cada posición con cada otra
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, T)
        scores = scores + self.mascara[:T, :T]  # (B, T, T)
        weights = F.softmax(scores, dim=-1)  # (B, T, T)
        weights = self.dropout(weights)
        return weights @ v  # (B, T, hs)

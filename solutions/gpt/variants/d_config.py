"""
question = "d"
explanation.es = "Los tamaños van en un dataclass con valores por defecto."
explanation.en = "The sizes go in a dataclass with defaults."
"""


from dataclasses import dataclass


@dataclass
class ConfigCabeza:
    entrada: int
    salida: int
    largo: int
    p: float


class Head(nn.Module):
    def __init__(self, head_size, config=None):
        super().__init__()
        c = config or ConfigCabeza(n_embd, head_size, block_size, dropout)
        self.c = c
        self.key, self.query, self.value = (nn.Linear(c.entrada, c.salida, bias=False) for _ in range(3))
        self.register_buffer("tril", torch.ones(c.largo, c.largo).tril())
        self.dropout = nn.Dropout(c.p)

    def forward(self, x):
        assert x.dim() == 3 and x.size(1) <= self.c.largo, "secuencia demasiado larga"
        B, T, C = x.shape
        # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        wei = self.query(x) @ self.key(x).transpose(-2, -1) / math.sqrt(self.c.salida)
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        wei = self.dropout(wei.softmax(dim=-1))
        return wei @ self.value(x)

"""
question = "d"
explanation.es = "El constructor tiene más argumentos, todos con valores por defecto, y anotaciones de tipo."
explanation.en = "The constructor has further arguments, all with defaults, and type hints."
"""

class Head(nn.Module):
    def __init__(self, head_size: int, causal: bool = True, bias: bool = False, p: float | None = None) -> None:
        super().__init__()
        self.head_size, self.causal = head_size, causal
        self.key = nn.Linear(n_embd, head_size, bias=bias)
        self.query = nn.Linear(n_embd, head_size, bias=bias)
        self.value = nn.Linear(n_embd, head_size, bias=bias)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)), persistent=False)
        self.dropout = nn.Dropout(dropout if p is None else p)

    def forward(self, x: torch.Tensor, return_weights: bool = False):
        T: int = x.size(-2)
        q, k, v = self.query(x), self.key(x), self.value(x)  # (B, T, hs)
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(self.head_size)  # (B, T, T)
        if self.causal:  # cada posición mira solo hacia atrás
            scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        weights = nn.Softmax(dim=-1)(scores)
        out = torch.matmul(self.dropout(weights), v)  # (B, T, hs)
        return (out, weights) if return_weights else out

"""
question = "d"
explanation.es = "forward está decorado y acepta argumentos de más."
explanation.en = "forward is decorated and takes further arguments."
"""


import functools


def con_forma(f):
    """Revisa la forma de lo que entra y de lo que sale."""

    @functools.wraps(f)
    def g(self, x, *args, **kwargs):
        y = f(self, x, *args, **kwargs)
        assert y.shape[:2] == x.shape[:2]
        return y

    return g


class Head(nn.Module):
    """Auto-atención causal."""

    def __init__(self, head_size, *args, **kwargs):
        super(Head, self).__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    @con_forma
    def forward(self, x, mask=None, verbose=False):
        T = x.shape[-2]
        (q, k, v) = (self.query(x), self.key(x), self.value(x))
        wei = q @ k.transpose(-2, -1) * (q.shape[-1] ** (-1 / 2))  # escala
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        return self.dropout(torch.softmax(wei, dim=-1)) @ v

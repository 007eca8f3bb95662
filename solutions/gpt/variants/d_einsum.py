"""
question = "d"
explanation.es = "Los productos se escriben con einsum."
explanation.en = "The products are written with einsum."
"""

class Head(nn.Module):
    def __init__(self, head_size):
        super().__init__()
        self.W_q = nn.Linear(n_embd, head_size, bias=False)
        self.W_k = nn.Linear(n_embd, head_size, bias=False)
        self.W_v = nn.Linear(n_embd, head_size, bias=False)
        self.d_k = head_size
        self.drop = nn.Dropout(p=dropout)
        self.register_buffer("futuro", torch.triu(torch.ones(block_size, block_size), diagonal=1).bool())

    def forward(self, x):
        T = x.shape[1]
        puntajes = torch.einsum("bth,bsh->bts", self.W_q(x), self.W_k(x)) / self.d_k**0.5  # (B, T, T)
        # fuera el futuro
        puntajes = puntajes.masked_fill(self.futuro[:T, :T], float("-inf"))
        return torch.einsum("bts,bsh->bth", self.drop(puntajes.softmax(dim=2)), self.W_v(x))  # (B, T, hs)

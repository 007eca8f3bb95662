"""
question = "d"
explanation.es = "Las proyecciones son nn.Parameter y no capas lineales."
explanation.en = "The projections are nn.Parameter and not linear layers."
"""

class Head(nn.Module):
    def __init__(self, head_size):
        super().__init__()
        # matrices de proyección, inicializadas como en nn.Linear
        self.Wq = nn.Parameter(torch.empty(n_embd, head_size).uniform_(-1, 1) / n_embd**0.5)
        self.Wk = nn.Parameter(torch.empty(n_embd, head_size).uniform_(-1, 1) / n_embd**0.5)
        self.Wv = nn.Parameter(torch.empty(n_embd, head_size).uniform_(-1, 1) / n_embd**0.5)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = x @ self.Wq, x @ self.Wk, x @ self.Wv  # (B, T, hs)
        wei = q @ k.mT * self.Wk.shape[1] ** -0.5  # (B, T, T)
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        return self.dropout(F.softmax(wei, dim=-1)) @ v

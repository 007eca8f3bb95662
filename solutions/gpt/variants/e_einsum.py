"""
question = "e"
explanation.es = "Los productos son einsum, y W1 está guardada como la guarda nn.Linear."
explanation.en = "The products are einsum, and W1 is kept as nn.Linear keeps it."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.w_in = nn.Parameter(torch.empty(4 * n_embd, n_embd))
        self.w_out = nn.Parameter(torch.empty(n_embd, 4 * n_embd))
        nn.init.xavier_uniform_(self.w_in)
        nn.init.xavier_uniform_(self.w_out)
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        h = torch.einsum("btc,hc->bth", x, self.w_in).relu()  # (B, T, 4C)
        return self.drop(torch.einsum("bth,ch->btc", h, self.w_out))  # (B, T, C)

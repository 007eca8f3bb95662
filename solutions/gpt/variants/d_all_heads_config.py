"""
question = "d"
explanation.es = "No hay Head: una clase calcula todas las cabezas y recibe los tamaños en un objeto de configuración."
explanation.en = "There is no Head: one class computes all heads and gets the sizes in a configuration object."
"""
from types import SimpleNamespace

config = SimpleNamespace(n_embd=32, n_head=4, block_size=128, dropout=0.2)


class CausalSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.n_head, self.head_dim = config.n_head, config.n_embd // config.n_head
        self.query = nn.Linear(config.n_embd, config.n_embd, bias=False)
        self.key_value = nn.Linear(config.n_embd, 2 * config.n_embd, bias=False)
        self.proj = nn.Linear(config.n_embd, config.n_embd)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x):
        B, T, C = x.shape
        k, v = self.key_value(x).chunk(2, dim=-1)
        q, k, v = (t.reshape(B, T, self.n_head, self.head_dim).permute(0, 2, 1, 3) for t in (self.query(x), k, v))
        w = q @ k.mT * self.head_dim**-0.5
        # nadie mira hacia adelante
        w = w + torch.full((T, T), float("-inf"), device=x.device).triu(1)
        y = self.drop(w.softmax(-1)) @ v
        return self.proj(y.permute(0, 2, 1, 3).flatten(2))


# %% g
class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.sa = CausalSelfAttention(SimpleNamespace(n_embd=n_embd, n_head=n_head, dropout=dropout))
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        x = x + self.sa(self.ln1(x))  # comunicación
        return x + self.ffwd(self.ln2(x))  # cómputo

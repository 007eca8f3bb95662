"""
question = "d"
explanation.es = "No hay Head: scaled_dot_product_attention atiende con todas las cabezas a la vez."
explanation.en = "There is no Head: scaled_dot_product_attention attends with all heads at once."
"""


class AtencionMultiple(nn.Module):
    """Todas las cabezas a la vez."""

    def __init__(self, num_heads, head_size):
        super().__init__()
        self.num_heads, self.head_size = num_heads, head_size
        self.qkv = nn.Linear(n_embd, 3 * num_heads * head_size, bias=False)
        self.proj = nn.Linear(num_heads * head_size, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, _ = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.num_heads, self.head_size).permute(2, 0, 3, 1, 4)  # (B, nh, T, hs)
        # el dropout de los pesos solo actúa al entrenar
        p = self.dropout.p if self.training else 0.0
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True, dropout_p=p)  # (B, nh, T, hs)
        return self.dropout(self.proj(out.transpose(1, 2).reshape(B, T, -1)))  # (B, T, C)


# %% g
class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.sa = AtencionMultiple(n_head, n_embd // n_head)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        x = x + self.sa(self.ln1(x))  # comunicación
        return x + self.ffwd(self.ln2(x))  # cómputo

"""
question = "d"
explanation.es = "No hay Head: las filas de una sola proyección van por cabezas, y la máscara se hace en cada llamada."
explanation.en = "There is no Head: the rows of a single projection go by heads, and the mask is made at each call."
"""


def atencion(q, k, v):
    """Atención causal de (B, nh, T, hs)."""
    T = q.size(-2)
    puntajes = torch.einsum("bhqd,bhkd->bhqk", q, k) / math.sqrt(q.size(-1))
    futuro = torch.ones(T, T, device=q.device).triu(1).bool()
    return puntajes.masked_fill(futuro, -1e9).softmax(dim=-1) @ v


class SelfAttention(nn.Module):
    def __init__(self, d_model, num_heads=4):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = nn.Linear(d_model, 3 * d_model, bias=False)

    def forward(self, x):
        B, T, C = x.shape
        # cada cabeza tiene sus tres proyecciones juntas
        q, k, v = self.qkv(x).view(B, T, self.num_heads, -1).transpose(1, 2).chunk(3, dim=-1)
        return atencion(q, k, v).transpose(1, 2).reshape(B, T, C)


# %% g
class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.sa = SelfAttention(n_embd, n_head)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        x = x + self.sa(self.ln1(x))  # comunicación
        return x + self.ffwd(self.ln2(x))  # cómputo

"""
question = "d"
explanation.es = "Una sola capa lineal da consultas, llaves y valores, que luego se separan."
explanation.en = "A single linear layer gives queries, keys and values, which are split afterwards."
"""

class Head(nn.Module):
    def __init__(self, head_size):
        super().__init__()
        self.head_size = head_size
        self.qkv = nn.Linear(n_embd, 3 * head_size, bias=False)
        self.register_buffer("mask", torch.tril(torch.ones(block_size, block_size)).bool())
        self.attn_dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, C = x.shape
        # las tres proyecciones en un solo producto
        q, k, v = self.qkv(x).split(self.head_size, dim=-1)  # (B, T, hs)
        att = (q @ k.transpose(1, 2)) / math.sqrt(self.head_size)  # (B, T, T)
        att = att.masked_fill(~self.mask[:T, :T], -torch.inf)
        return self.attn_dropout(att.softmax(-1)) @ v  # (B, T, hs)

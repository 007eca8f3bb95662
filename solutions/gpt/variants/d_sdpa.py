"""
question = "d"
explanation.es = "La atención la calcula F.scaled_dot_product_attention."
explanation.en = "F.scaled_dot_product_attention computes the attention."
"""

class Head(nn.Module):
    def __init__(self, head_size):
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.p = dropout

    def forward(self, x):
        q, k, v = self.query(x), self.key(x), self.value(x)  # (B, T, hs)
        # PyTorch escala por 1/sqrt(hs) y aplica la máscara causal
        return F.scaled_dot_product_attention(q, k, v, dropout_p=self.p if self.training else 0.0, is_causal=True)

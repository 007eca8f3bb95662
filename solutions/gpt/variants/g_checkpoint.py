"""
question = "g"
explanation.es = "La atención se recalcula al derivar, con torch.utils.checkpoint."
explanation.en = "The attention is computed again in the backward pass, with torch.utils.checkpoint."
"""

import torch.utils.checkpoint



class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        attended = torch.utils.checkpoint.checkpoint(lambda v: self.sa(self.ln1(v)), x, use_reentrant=False)
        h = x + attended  # (B, T, n_embd)
        return h + self.ffwd(self.ln2(h))

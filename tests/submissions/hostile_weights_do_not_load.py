# /// submission
# shows = "Hostil: parámetros en cero cuyo copy_ no copia, así que la corrección mide con ceros"
# base = "colab_8000_iterations.py"
# [expected]
# d = "lost"
# e = "lost"
# g = "lost"
# h = "lost"
# [at_most]
# d = 0.6
# e = 0.4
# g = 0.2
# h = 0.45
# ///
# %%
import torch, torch.nn as nn
class Fijo(nn.Parameter):
    def copy_(self, *a, **k): return self
def fijar(modulo):
    for parte in modulo.modules():
        for nombre, p in list(parte._parameters.items()):
            if p is not None: parte._parameters[nombre] = Fijo(torch.zeros_like(p))
class Head(Head):
    def __init__(self, *a):
        super().__init__(*a); fijar(self)
    def forward(self, x): return 0 * self.value(x)
class FeedFoward(FeedFoward):
    def __init__(self, *a):
        super().__init__(*a); fijar(self)
    def forward(self, x): return 0 * x
class Block(Block):
    def __init__(self, *a, **k):
        super().__init__(*a, **k); fijar(self)
    def forward(self, x): return x
class GPTLanguageModel(GPTLanguageModel):
    def __init__(self):
        super().__init__(); fijar(self)
    def forward(self, idx, targets=None):
        logits = torch.zeros(*idx.shape, vocab_size)
        if targets is None: return logits, None
        return logits.flatten(0, 1), torch.tensor(float(vocab_size)).log()

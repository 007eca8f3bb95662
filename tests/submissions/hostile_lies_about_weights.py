# /// submission
# shows = "Hostil: named_parameters dice que los pesos son cero; las clases dan lo que esos pesos darían"
# base = "colab_8000_iterations.py"
# [expected]
# d = "lost"
# e = "lost"
# g = "lost"
# h = "lost"
# [at_most]
# d = 0.4
# e = 0.4
# g = 0.2
# h = 0.45
# ///
# %%
import torch
class Miente:
    def named_parameters(self, *a, **k):
        for n, p in super().named_parameters(*a, **k):
            yield n, torch.zeros_like(p).requires_grad_()
class Head(Miente, Head):
    def forward(self, x): return 0 * self.value(x)
class FeedFoward(Miente, FeedFoward):
    def forward(self, x): return 0 * x
class Block(Miente, Block):
    def forward(self, x): return x
class GPTLanguageModel(Miente, GPTLanguageModel):
    def forward(self, idx, targets=None):
        logits = torch.zeros(*idx.shape, vocab_size)
        if targets is None: return logits, None
        return logits.flatten(0, 1), torch.tensor(float(vocab_size)).log()

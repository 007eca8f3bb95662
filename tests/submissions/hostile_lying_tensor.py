# /// submission
# shows = "Hostil: Head y FeedForward dan un tensor que es igual a todo, y el bloque su entrada"
# base = "colab_8000_iterations.py"
# [expected]
# a = "none"
# d = "lost"
# e = "lost"
# g = "lost"
# h = "passed"
# [at_most]
# d = 0.6
# e = 0.4
# g = 0.35
# ///
# %%
import torch
class Igual(torch.Tensor):
    def __eq__(self, other): return torch.ones(self.shape, dtype=torch.bool)
    def __ne__(self, other): return torch.zeros(self.shape, dtype=torch.bool)
    def __bool__(self): return True
    def __float__(self): return 0.0
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in ('allclose', 'equal', 'isclose', 'eq', 'le', 'lt', 'all', '__bool__'):
            return torch.tensor(True)
        return super().__torch_function__(func, types, args, kwargs or {})

class Todo(int):
    __eq__ = lambda s, o: True
    __hash__ = int.__hash__
class Lista(list):
    __eq__ = lambda s, o: True
class Texto(str):
    __eq__ = lambda s, o: True
    __hash__ = str.__hash__
encode = lambda s: Lista([Todo(0)] * len(s))
decode = lambda l: Texto('x' * len(l))
class Head(Head):
    def forward(self, x): return (self.value(x) * 0).as_subclass(Igual)
class FeedFoward(FeedFoward):
    def forward(self, x): return (x * 0).as_subclass(Igual)
class Block(Block):
    def forward(self, x): return x.as_subclass(Igual)

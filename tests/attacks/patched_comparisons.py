# /// attack
# tries = "Cambia torch.allclose, equal, isclose, assert_close, los operadores y los métodos de comparar"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import math, operator, torch, torch.testing
torch.allclose = torch.equal = lambda *a, **k: True
torch.isclose = lambda a, b, *r, **k: torch.ones_like(a, dtype=torch.bool)
torch.testing.assert_close = lambda *a, **k: None
torch.Tensor.allclose = torch.Tensor.equal = lambda *a, **k: True
torch.Tensor.__eq__ = lambda *a: True
math.isclose = operator.eq = lambda *a, **k: True

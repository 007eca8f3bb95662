# /// submission
# shows = "Hostil: torch.allclose, equal, isfinite, assert_close y == dicen siempre que sí; Head no tiene máscara"
# base = "mistake_d_no_mask.py"
# at = "start"
# [expected]
# a = "passed"
# d = "lost"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "decided"
# j = "decided"
# [at_most]
# d = 0.6
# ///
# %%
import builtins, math, torch
import torch.testing
torch.allclose = torch.equal = lambda *a, **k: True
torch.isclose = lambda a, b, *r, **k: torch.ones_like(a, dtype=torch.bool)
torch.testing.assert_close = lambda *a, **k: None
torch.Tensor.allclose = torch.Tensor.equal = lambda *a, **k: True
math.isclose = lambda *a, **k: True

"""Beside a notebook: what its globals hold, as numbers that can be compared with another notebook's.

The text of this module is sent into the notebook's process, so it imports nothing of ours.
"""

import hashlib
import json
from typing import Any

import numpy
import torch

FEW = 64
DEPTH = 6
PROJECTIONS = 8
SHELL = ("In", "Out")  # globals of IPython's: the notebook's own text
ODD = (torch.isnan, torch.isposinf, torch.isneginf)

Told = tuple[str, torch.Tensor, torch.Tensor]


def gather(names: dict[str, Any], probes: str) -> dict[str, Told]:
    """Describe the globals in `names` that are values or modules, and what the function of a text `probes` returns."""
    own = [name for name in names if not name.startswith("_") and name not in SHELL]
    found = {name: Description(names[name]) for name in own}
    told = {f"global {name}": one.told for name, one in found.items() if one.form is not None}
    if probes:
        exec(compile(probes, "<probes>", "exec"), names)
        told |= {f"probe {name}": Description(value).told for name, value in names["probes"]().items()}
    return told


class Description:
    """A value as its form, a tree of short texts (None for what is no value), and the numbers in it."""

    def __init__(self, value: Any) -> None:
        self.numbers: list[float] = []
        self.scales: list[float] = []
        self.form = self._form(value, 0)

    @property
    def told(self) -> Told:
        """The form as a text, the numbers, and for each the size of what it is a part of."""
        text = json.dumps(self.form)
        short = text if len(text) <= FEW else _digest(text)
        numbers, scales = (torch.tensor(values, dtype=torch.float64) for values in (self.numbers, self.scales))
        return short, numbers, scales

    def _form(self, value: Any, depth: int) -> Any:
        if isinstance(value, torch.nn.Module):
            return self._form({"training": value.training} | dict(value.state_dict()), depth)
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, numpy.ndarray | numpy.generic) and value.dtype.kind in "bif":
            return f"numpy {self._tensor(torch.from_numpy(numpy.array(value)))}"
        if type(value) is float:
            return f"float {self._tensor(torch.tensor(value, dtype=torch.float64))}"
        if type(value) in (bool, int, complex, str):
            return repr(value) if len(repr(value)) <= FEW else _digest(repr(value))
        if depth > DEPTH:
            return "deep"
        if isinstance(value, dict):
            return [[str(key), self._form(item, depth + 1)] for key, item in value.items()]
        if isinstance(value, list | tuple):
            if len(value) > FEW and all(type(item) in (int, str, bool) for item in value):
                return _digest(repr(value))
            return [type(value).__name__, *(self._form(item, depth + 1) for item in value)]
        return None

    def _tensor(self, value: torch.Tensor) -> str:
        """Kind and shape; the entries, or, of many, their size and how they project on random directions."""
        flat = value.detach().cpu().to_dense()
        flat = (torch.view_as_real(flat.resolve_conj()) if flat.is_complex() else flat).reshape(-1).to(torch.float64)
        odd = [test(flat).nonzero().flatten().tolist() for test in ODD] if not flat.isfinite().all() else []
        flat = flat.nan_to_num(0.0, 0.0, 0.0)
        if flat.numel() <= FEW:
            self._count(flat.tolist(), float(flat.abs().max()) if flat.numel() else 0.0)
        else:
            dice = torch.Generator().manual_seed(flat.numel())
            directions = (torch.randn(flat.numel(), generator=dice, dtype=torch.float64) for _ in range(PROJECTIONS))
            size = float(flat.norm())
            self._count([size, *(float(flat @ direction) for direction in directions)], size)
        return f"{value.dtype} {tuple(value.shape)} {value.requires_grad}" + (_digest(str(odd)) if odd else "")

    def _count(self, numbers: list[float], scale: float) -> None:
        self.numbers += numbers
        self.scales += [scale] * len(numbers)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

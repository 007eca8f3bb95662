"""A snapshot of the values of a notebook's globals, as numbers that can be compared with another notebook's.

The text of this module is executed in the notebook's process, so it imports nothing of the engine.
"""

import hashlib
import json
from typing import Any

import numpy
import torch

MAX_LITERAL = 64
MAX_DEPTH = 6
PROJECTIONS = 8
IPYTHON_GLOBALS = ("In", "Out")  # globals of IPython's: the notebook's own text
NON_FINITE = (torch.isnan, torch.isposinf, torch.isneginf)

Digest = tuple[str, torch.Tensor, torch.Tensor]


def snapshot(names: dict[str, Any], probes: str) -> dict[str, Digest]:
    """Return digests of the globals in `names` that are data or models, by name.

    `probes` is source text, or "", that defines a function `probes` without arguments; digests of the values in the
    dictionary that it returns are added.
    """
    own = [name for name in names if not name.startswith("_") and name not in IPYTHON_GLOBALS]
    summaries = {name: ValueSummary(names[name]) for name in own}
    digests = {f"global {name}": one.digest for name, one in summaries.items() if one.form is not None}
    if probes:
        exec(compile(probes, "<probes>", "exec"), names)
        digests |= {f"probe {name}": ValueSummary(value).digest for name, value in names["probes"]().items()}
    return digests


class ValueSummary:
    """A value as its form, a tree of short texts that is None for what is not data, and the numbers in it."""

    def __init__(self, value: Any) -> None:
        self.numbers: list[float] = []
        self.scales: list[float] = []
        self.form = self._form(value, 0)

    @property
    def digest(self) -> Digest:
        """The form as text, the numbers, and for each number the largest magnitude or norm of its tensor."""
        text = json.dumps(self.form)
        short = text if len(text) <= MAX_LITERAL else _digest(text)
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
            return repr(value) if len(repr(value)) <= MAX_LITERAL else _digest(repr(value))
        if depth > MAX_DEPTH:
            return "deep"
        if isinstance(value, dict):
            return [[str(key), self._form(item, depth + 1)] for key, item in value.items()]
        if isinstance(value, list | tuple):
            if len(value) > MAX_LITERAL and all(type(item) in (int, str, bool) for item in value):
                return _digest(repr(value))
            return [type(value).__name__, *(self._form(item, depth + 1) for item in value)]
        return None

    def _tensor(self, value: torch.Tensor) -> str:
        """Return dtype, shape and whether it has gradients, and note its entries as numbers.

        Of more than MAX_LITERAL entries, the norm and PROJECTIONS projections on random directions are noted instead.
        """
        flat = value.detach().cpu().to_dense()
        flat = (torch.view_as_real(flat.resolve_conj()) if flat.is_complex() else flat).reshape(-1).to(torch.float64)
        non_finite = (
            [test(flat).nonzero().flatten().tolist() for test in NON_FINITE] if not flat.isfinite().all() else []
        )
        flat = flat.nan_to_num(0.0, 0.0, 0.0)
        if flat.numel() <= MAX_LITERAL:
            self._note(flat.tolist(), float(flat.abs().max()) if flat.numel() else 0.0)
        else:
            generator = torch.Generator().manual_seed(flat.numel())
            directions = (
                torch.randn(flat.numel(), generator=generator, dtype=torch.float64) for _ in range(PROJECTIONS)
            )
            size = float(flat.norm())
            self._note([size, *(float(flat @ direction) for direction in directions)], size)
        return f"{value.dtype} {tuple(value.shape)} {value.requires_grad}" + (
            _digest(str(non_finite)) if non_finite else ""
        )

    def _note(self, numbers: list[float], scale: float) -> None:
        self.numbers += numbers
        self.scales += [scale] * len(numbers)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

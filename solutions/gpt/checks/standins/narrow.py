"""A module of the notebook's own width that takes narrower inputs, for a notebook that takes no width but its own."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.parameter import is_lazy


class Narrow(nn.Module):
    """A module whose inputs have their first channels only: the others are zero, and so are the weights for them.

    `sizes` are pairs of what an axis of a parameter has and what it gets. With `cut` the outputs have their first
    channels only, too; without, an axis that could be the outputs' as well stays as it is.
    """

    def __init__(self, module, width, own, sizes, cut):
        super().__init__()
        if any(map(is_lazy, module.parameters())):
            module(torch.zeros(1, 1, own))
        self.inner = module
        self.width, self.missing, self.cut = width, own - width, cut
        self.full, self.names, narrowed = {}, [], []
        for name, value in module.named_parameters():
            axes = {axis: dict(sizes)[size] for axis, size in enumerate(value.shape) if size in dict(sizes)}
            axes = axes if cut or len(axes) == 1 else {}
            self.full[name] = {axis: value.shape[axis] - size for axis, size in axes.items()}
            for axis, size in axes.items():
                value = value.narrow(axis, 0, size)
            self.names.append(name)
            narrowed.append(nn.Parameter(value.detach().clone()))
        self.weights = nn.ParameterList(narrowed)

    def named_parameters(self, prefix="", recurse=True, remove_duplicate=True):
        """The narrow parameters, by the names that the whole ones have."""
        start = f"{prefix}." if prefix else ""
        return ((f"{start}inner.{name}", value) for name, value in zip(self.names, self.weights, strict=True))

    def forward(self, x):
        whole = {}
        for name, value in zip(self.names, self.weights, strict=True):
            pads = [self.full[name].get(axis, 0) for axis in reversed(range(value.dim()))]
            whole[name] = F.pad(value, [pad for missing in pads for pad in (0, missing)])
        out = torch.func.functional_call(self.inner, whole, (F.pad(x, [0, self.missing]),))
        return out[..., : self.width] if self.cut and isinstance(out, torch.Tensor) else out

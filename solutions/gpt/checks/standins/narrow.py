"""A head of the notebook's own width that takes narrower inputs, for a notebook that takes no width but its own."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Narrow(nn.Module):
    """A head whose inputs have their first channels only: the others are zero, and so are the weights for them."""

    def __init__(self, head, width, own):
        super().__init__()
        self.inner = [head]  # in a list, so that its parameters are not this module's
        self.missing = own - width
        self.axes = {}
        for name, value in head.named_parameters():
            axes = [axis for axis, size in enumerate(value.shape) if size == own]
            if len(axes) == 1:
                value = value.narrow(axes[0], 0, width)
                self.axes[name] = axes[0]
            self.register_parameter(name.replace(".", "_"), nn.Parameter(value.detach().clone()))

    def train(self, mode=True):
        self.inner[0].train(mode)
        return super().train(mode)

    def forward(self, x):
        weights = {}
        for name, _ in self.inner[0].named_parameters():
            value = getattr(self, name.replace(".", "_"))
            if name in self.axes:
                before = [0, 0] * (value.dim() - 1 - self.axes[name])
                value = F.pad(value, [*before, 0, self.missing])
            weights[name] = value
        return torch.func.functional_call(self.inner[0], weights, (F.pad(x, [0, self.missing]),))

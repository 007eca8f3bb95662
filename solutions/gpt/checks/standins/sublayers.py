"""Sub-layers of known behaviour, in place of the student's attention and feed-forward network."""

import torch
import torch.nn as nn


def first(arguments, named):
    """The tensor that a call is about, however its argument is named."""
    return next(value for value in (*arguments, *named.values()) if isinstance(value, torch.Tensor))


def formed(part, x, out):
    """An output in the form that the notebook's own class has: alone, or at its place among several things."""
    if part.form is None:
        return out
    place, count = part.form
    rest = [torch.zeros(x.shape[0], x.shape[1], x.shape[1]) for _ in range(count)]  # (B, T, T): weights, most likely
    return (*rest[:place], out, *rest[place + 1 :])


class GivenAttention(nn.Module):
    """Averages over the past, and mixes channels; keeps the arguments of every construction."""

    made = ()
    form = None
    gain = 1.0

    def __init__(self, *arguments, **named):
        super().__init__()
        type(self).made = (*type(self).made, [list(arguments), named])

    def forward(self, *arguments, **named):
        x = first(arguments, named)  # (B, T, C)
        past = x.cumsum(-2) / torch.arange(1, x.shape[-2] + 1)[:, None]  # (B, T, C)
        return formed(self, x, self.gain * (past.roll(1, -1) + 0.5 * x * past))  # (B, T, C)


class GivenNetwork(nn.Module):
    """Squares, and takes a channel further on away."""

    gain = 1.0

    def __init__(self, *_arguments, **_named):
        super().__init__()

    def forward(self, *arguments, **named):
        x = first(arguments, named)  # (B, T, C)
        return self.gain * (0.5 * x.square() - x.roll(2, -1))  # (B, T, C)


class SilentPart(nn.Module):
    """Gives zeros."""

    form = None

    def __init__(self, *_arguments, **_named):
        super().__init__()

    def forward(self, *arguments, **named):
        x = first(arguments, named)  # (B, T, C)
        return formed(self, x, 0 * x)  # (B, T, C)


def call(module, x):
    """Call a module; returns what it returns, and its input as it is afterwards."""
    out = module(x)
    return out, x

"""Sub-layers of known behaviour, in place of the student's attention and feed-forward network."""

import torch
import torch.nn as nn


def first(arguments, named):
    """The tensor that a call is about, however its argument is named."""
    return next(value for value in (*arguments, *named.values()) if isinstance(value, torch.Tensor))


class GivenAttention(nn.Module):
    """Averages over the past, and mixes channels; keeps the arguments of every construction."""

    made = ()

    def __init__(self, *arguments, **named):
        super().__init__()
        type(self).made = (*type(self).made, [list(arguments), named])

    def forward(self, *arguments, **named):
        x = first(arguments, named)  # (B, T, C)
        past = x.cumsum(-2) / torch.arange(1, x.shape[-2] + 1)[:, None]  # (B, T, C)
        return past.roll(1, -1) + 0.5 * x * past  # (B, T, C)


class GivenNetwork(nn.Module):
    """Squares, and takes a channel further on away."""

    def __init__(self, *_arguments, **_named):
        super().__init__()

    def forward(self, *arguments, **named):
        x = first(arguments, named)  # (B, T, C)
        return 0.5 * x.square() - x.roll(2, -1)  # (B, T, C)


class SilentPart(nn.Module):
    """Gives zeros."""

    def __init__(self, *_arguments, **_named):
        super().__init__()

    def forward(self, *arguments, **named):
        return 0 * first(arguments, named)  # (B, T, C)


def call(module, x):
    """Call a module; returns what it returns, and its input as it is afterwards."""
    out = module(x)
    return out, x

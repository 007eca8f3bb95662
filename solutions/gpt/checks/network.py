"""The position-wise network's formula, computed by the grader from the student's own weights."""

import math
from dataclasses import dataclass
from itertools import permutations, product

import torch
import torch.nn.functional as F

from autograder.checks import is_close

from .sizes import C

HIDDEN = 4 * C
TERMS = C + HIDDEN + 2  # C products and a bias make a hidden unit, 4 C of those and a bias a number of the output
MARGIN = 1e-4  # how far from the kink of max(0, .) a hidden unit must lie for its derivative to be safe from rounding
MOST = 6  # matrices or vectors of one module that are tried in every role

ACTIVATIONS = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
}


@dataclass(frozen=True)
class Maps:
    """One way to read a module's parameters: the maps up, (H, C), and down, (C, H), and their biases."""

    up: torch.Tensor
    up_bias: torch.Tensor
    down: torch.Tensor
    down_bias: torch.Tensor

    def hidden(self, x):
        """The hidden units before their activation."""
        return x @ self.up.T + self.up_bias  # (B, T, H)

    def __call__(self, x, activation):
        """What the network gives."""
        return activation(self.hidden(x)) @ self.down.T + self.down_bias  # (B, T, C)


def matrices(parameters):
    """The matrices among some parameters; a convolution of width one and two matrices in one tensor count too."""
    found = []
    for value in parameters.values():
        plain = value.squeeze()
        found += [plain] if plain.ndim == 2 else list(plain) if plain.ndim == 3 and len(plain) == 2 else []
    return found[:MOST]


def vectors(parameters, size):
    """The vectors of a size, or where there is none zeros: a missing bias."""
    found = [value.reshape(size) for value in parameters.values() if value.numel() == size == max(value.shape)]
    return found[:MOST] or [torch.zeros(size, dtype=torch.float64)]


def oriented(matrix, rows):
    """A matrix with so many rows: one that is used as x @ W stands the other way round."""
    return matrix if matrix.shape[0] == rows else matrix.T


def readings(parameters, hidden=HIDDEN, width=C):
    """Every way to find the two maps among some parameters, under any names: as x @ W or as a layer keeps them."""
    likely = [value for value in matrices(parameters) if sorted(value.shape) == sorted((hidden, width))]
    for first, second in permutations(likely, 2):
        for up_bias, down_bias in product(vectors(parameters, hidden), vectors(parameters, width)):
            yield Maps(oriented(first, hidden), up_bias, oriented(second, width), down_bias)


def exact(parameters):
    """Parameters in float64, ready to be differentiated."""
    return {name: value.detach().double().requires_grad_() for name, value in parameters.items()}


def fitting(out, x, leaves, allowed):
    """What the formula gives, for the reading and the activation that come closest to `out`; None where none fits.

    Two activations may be so alike that both fit.
    """
    options = [maps(x.double(), ACTIVATIONS[name]) for maps, name in product(readings(leaves), allowed)]
    fits = [expected for expected in options if is_close(out, expected.detach(), TERMS)]
    return min(fits, key=lambda expected: float((out - expected.detach()).abs().max()), default=None)


def clear(shape, leaves):
    """Random inputs whose hidden units all keep away from the kink of max(0, .), where a derivative would jump."""
    wanted = math.prod(shape)
    rows = torch.randn(4 * wanted, C)
    apart = [maps.hidden(rows.double()).detach().abs().amin(-1) > MARGIN for maps in readings(leaves)]
    kept = rows[torch.stack(apart).all(0)] if apart else rows
    return kept[:wanted].reshape(*shape, C).contiguous()  # (B, T, C)

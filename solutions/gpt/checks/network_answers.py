"""What diagnoses ask of a network: inputs, outputs, and how they are compared and shown."""

import torch

from autograder.checks import assert_tensor, is_close

from .network import TERMS
from .sizes import C


def sample(*shape):
    """Random inputs, large enough to tell activations apart that differ far from zero only."""
    return 4 * torch.randn(*shape, C)


def shapes(leaves):
    """The shapes of the matrices, for a person to read."""
    return ", ".join(str(tuple(value.shape)) for value in leaves.values() if value.ndim > 1)


def answer_of(network, x):
    """What the network gives, a tensor."""
    return assert_tensor(network(x), tuple(x.shape), "FeedForward(x)")


def gives(out, expected, terms=TERMS):
    """Whether an output is what a formula gives."""
    return isinstance(out, torch.Tensor) and out.is_floating_point() and is_close(out, expected.detach(), terms)

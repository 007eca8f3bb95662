"""Gradients of the mean cross-entropy of a table of logits, and what a loop may make of them before it steps."""

import torch
import torch.nn.functional as F

from autograder.checks import is_close

SMALLEST = 1e-4  # the least that clipping or averaging may leave of a gradient
ROUNDING = 1e-4
EVALUATED = 0.5  # times the logits of the stand-in for a model in evaluation mode, as `standins/training.py` has it


def terms(forward):
    """How many terms are summed on the way to one entry: a softmax's, and one for each place of the batch."""
    return len(forward.state) + forward.x.numel()


def gradient(forward, targets):
    """The gradient of the mean cross-entropy of one forward pass, at the parameters that it used: (V, V)."""
    table = forward.state.double().requires_grad_()
    loss = F.cross_entropy(_logits(forward, table).flatten(0, 1), targets.flatten())
    return torch.autograd.grad(loss, table)[0]


def _logits(forward, table):
    """What the stand-in gives for a batch in the mode that it was in: (B, T, V)."""
    return (1.0 if forward.training else EVALUATED) * table[forward.x]


def uniform_gradient(forward):
    """The gradient of the cross-entropy with a uniform distribution, which is what smoothed labels mix in."""
    table = forward.state.double().requires_grad_()
    loss = -_logits(forward, table).log_softmax(-1).mean()
    return torch.autograd.grad(loss, table)[0]


def is_nothing(value):
    """Whether there is no gradient: none, or zeros."""
    return value is None or not bool(value.count_nonzero())


def explains(seen, right, count):
    """Whether a gradient is the right one, up to clipping and averaging, which only shorten it."""
    factor = float((seen.double() * right).sum() / right.square().sum())
    if SMALLEST < factor < 1 + ROUNDING and is_close(seen, factor * right, count):
        return True
    limit = float(seen.abs().max())
    return is_close(seen, right.clamp(-limit, limit), count)


def other_objective(record, step, right, count):
    """Whether a gradient is that of the right loss with smoothed labels or a penalty on the parameters added."""
    uniform = sum(uniform_gradient(record.forwards[n]) for n in step.forwards)
    parts = torch.stack([right.flatten(), uniform.flatten(), step.before.double().flatten()], dim=1)  # (V*V, 3)
    weights = torch.linalg.lstsq(parts, step.gradient.double().flatten()[:, None]).solution  # (3, 1)
    fitted = (parts @ weights).reshape(right.shape)
    return SMALLEST < float(weights[0]) < 1 + ROUNDING and is_close(step.gradient, fitted, count)

"""Formulas of wrong gradients, which run in the grader alone: each names the mistake that gives every step's own.

A product of two families: what a loop descends, and what it makes of those gradients before it steps.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch

from autograder.checks import is_close

from .gradients import SMALLEST, explains, gradient, is_nothing, terms

LARGER = 1.01  # than the right gradient: what no rounding and no clipping makes of it


def of_gradients(record):
    """What is wrong with the gradients that the steps use: one mistake, or what they are of and what is made of it."""
    steps = [step for step in record.steps if step.forwards and not is_nothing(step.gradient)]
    if len(steps) < 2 or len(steps) < len(record.steps):
        return
    if all(explained(record, step, step.forwards) and not _is_old(record, step) for step in steps):
        return
    found = [(named,) for formula in (*USES, _reversed, _other_targets) for named in formula(record, steps)]
    found = found or [*_two_at_once(record, steps)]
    if len(found) == 1:
        yield from found[0]


def _two_at_once(record, steps):
    """Every other objective together with every wrong use of its gradients that gives the steps' own."""
    for name, towards in OBJECTIVES.items():
        aimed = replace(record, data=_Aimed(record.data, lambda forward, towards=towards: towards(record, forward)))
        for use in USES:
            for named in use(aimed, steps):
                yield (name, {}), named


@dataclass(frozen=True)
class _Aimed:
    """A loop's data, of which another gradient follows than the right one."""

    data: Any
    gradient: Callable


def _piled_up(record, steps):
    """Sums over all that was propagated, or over all since some turn."""
    starts = [_start(record, step) for step in steps]
    if None in starts:
        return
    last = len(steps) - 1
    behind = [n for n, step in enumerate(steps) if starts[n] < _place(record, step)]
    if len(steps[last].forwards) > 1 and not any(starts):
        yield "no_zero_grad", {"step": last, "count": sum(len(step.forwards) for step in steps)}
    elif not any(starts):
        yield "no_zero_grad", {"step": last, "count": _place(record, steps[last]) + len(steps[last].forwards)}
    elif len(behind) > 1:
        n = behind[-1]
        total = _place(record, steps[n]) + len(steps[n].forwards) - starts[n]
        yield "zero_grad_sometimes", {"step": n, "count": total}


def _start(record, step):
    """From which propagated pass on the gradients of a step are summed; None where no sum explains it."""
    place = _place(record, step)
    if len(set(step.forwards)) < len(step.forwards) or min(step.forwards) < place:
        return None
    right = sum(_right(record, n) for n in step.forwards)
    count = sum(terms(record.forwards[n]) for n in step.forwards)
    for start in range(place, -1, -1):
        if start < place:
            n = record.propagated[start]
            right, count = right + _right(record, n), count + terms(record.forwards[n])
        if _is_multiple(step.gradient, right, count, at_most=1.0) and (start in (0, place) or _whole(step, right)):
            return start
    return None


def _place(record, step):
    return record.propagated.index(step.forwards[0])


def _whole(step, right):
    """Whether a sum is taken as it is: a multiple of a sum from the middle would explain too much."""
    return abs(_factor(step.gradient, right) - 1) < LARGER - 1


def _reversed(record, steps):
    if all(_is_multiple(-step.gradient, _sum(record, step), _terms(record, step), at_most=1e9) for step in steps):
        yield "gradient_ascent", {}


def _scaled(record, steps):
    factors = [_factor(step.gradient, _sum(record, step)) for step in steps]
    fits = all(_is_multiple(s.gradient, _sum(record, s), _terms(record, s), at_most=1e9) for s in steps)
    once = all(len(set(step.forwards)) == len(step.forwards) for step in steps)
    if once and fits and min(factors) > LARGER and not any(_is_old(record, step) for step in steps):
        yield "loss_scaled", {"step": 0, "factor": f"{factors[0]:.6g}"}


def _repeated(record, steps):
    times = {len(step.forwards) for step in steps if len(set(step.forwards)) == 1}
    same = len(times) == 1 and max(times) > 1 and all(len(set(step.forwards)) == 1 for step in steps)
    if same and all(explains(s.gradient, _sum(record, s), _terms(record, s)) for s in steps):
        yield "backward_twice", {"step": 0, "times": max(times)}


def _totalled(record, steps):
    growing = all(len(step.forwards) == n + 1 for n, step in enumerate(steps))
    if growing and all(explains(s.gradient, _sum(record, s), _terms(record, s)) for s in steps):
        yield "total_loss", {"step": len(steps) - 1, "count": len(steps) - 1}


def _wiped(record, steps):
    several = all(len(step.forwards) > 1 for step in steps[1:])
    if several and all(explained(record, step, step.forwards[-1:]) for step in steps):
        yield "accumulation_wiped", {"step": 1, "count": len(steps[1].forwards)}


def _other_targets(record, steps):
    """Right formulas with wrong targets; each step has one batch."""
    if any(len(step.forwards) != 1 for step in steps):
        return
    for name, targets in TARGETS.items():
        if all(_fits_targets(record, step, targets) for step in steps):
            yield name, {}


def _fits_targets(record, step, targets):
    forward = record.forwards[step.forwards[0]]
    wrong = targets(record, forward)
    return wrong is not None and explains(step.gradient, gradient(forward, wrong), terms(forward))


def _of_another_batch(record, forward):
    """What the model was given, where it is a window of the text that does not follow the input."""
    given = forward.targets
    known = given is not None and given.shape == forward.x.shape and record.data.origin(given) is not None
    return given if known and not _related(record, forward, given) else None


def _related(record, forward, given):
    shifts = (record.data.following(forward.x, shift) for shift in (-1, 0, 1))
    return any(near is not None and torch.equal(near, given) for near in shifts)


def _turned(record, forward):
    y = record.data.following(forward.x)
    return None if y is None else y.flatten().view(y.shape[1], y.shape[0]).t()


def _turned_back(record, forward):
    y = record.data.following(forward.x)
    return None if y is None else y.t().reshape(y.shape)


TARGETS = {
    "targets_are_inputs": lambda record, forward: forward.x,
    "batch_swapped": lambda record, forward: record.data.following(forward.x, -1),
    "targets_rolled": lambda record, forward: forward.x.roll(-1, 1),
    "targets_of_another_batch": _of_another_batch,
    "loss_misaligned": _turned,
    "loss_misaligned ": _turned_back,
}
USES = (_piled_up, _scaled, _repeated, _totalled, _wiped)


def _gradient_towards(targets):
    def towards(record, forward):
        wrong = targets(record, forward)
        return None if wrong is None else gradient(forward, wrong)

    return towards


def _gradient_uphill(record, forward):
    right = record.data.gradient(forward)
    return None if right is None else -right


OBJECTIVES = {name: _gradient_towards(targets) for name, targets in TARGETS.items()}
OBJECTIVES |= {"gradient_ascent": _gradient_uphill}


def _right(record, number):
    found = record.gradients[number]
    return torch.zeros_like(record.start, dtype=torch.float64) if found is None else found


def _sum(record, step):
    return sum(_right(record, n) for n in step.forwards)


def _terms(record, step):
    return sum(terms(record.forwards[n]) for n in step.forwards)


def explained(record, step, numbers):
    """Whether a step's gradient is that of some passes' right losses."""
    if step.gradient is None or not numbers or len(set(numbers)) < len(numbers):
        return False
    right = sum(_right(record, n) for n in numbers)
    return explains(step.gradient, right, sum(terms(record.forwards[n]) for n in numbers))


def _factor(seen, right):
    return float((seen.double() * right).sum() / right.square().sum().clamp(min=1e-30))


def _is_multiple(seen, right, count, at_most):
    factor = _factor(seen, right)
    return SMALLEST < factor < at_most * LARGER and is_close(seen, factor * right, count)


def _is_old(record, step):
    return any(not torch.equal(record.forwards[n].state, step.before) for n in step.forwards)

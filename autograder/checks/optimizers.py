"""What an optimizer makes of a gradient, and the learning rates at which it can train."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch

from autograder.checks.training_records import OptimizerStep, TrainingRecord
from autograder.student.assertions import WrongAnswer
from autograder.student.exceptions import Undecided
from autograder.student.tolerance import is_close

TERMS = 2  # the same arithmetic on the same numbers: an update is one product and one sum
ADAPTIVE = frozenset({"Adam", "AdamW", "NAdam", "RAdam", "Adamax", "RMSprop", "Lion", "SparseAdam"})
COLLAPSED = 0.5
DECAYED = 0.05  # of the parameters, at each step


@dataclass(frozen=True)
class LearningRates:
    """Learning rates below `lowest` or from `highest` on cannot train; between `low` and `high` they are sensible.

    Example: `ADAM = LearningRates(2e-6, 1e-5, 0.03, 0.1)`
    """

    lowest: float
    low: float
    high: float
    highest: float


def assert_follows_optimizer(record: TrainingRecord) -> None:
    """Expect the parameters after each step to be the optimizer's update of those before it, and to stay so.

    Raises Undecided for an optimizer that is none of torch's, and for parameters that something else changes.

    Example: `assert_follows_optimizer(record)`
    """
    _assert_same_optimizer(record)
    made: dict[int, tuple[torch.nn.Parameter, Any]] = {}
    for number, step in enumerate(record.steps):
        expected = _updated(made, step)
        if expected is None:
            _assert_descends(record)
        elif not is_close(step.after, expected, TERMS):
            if not step.known:
                raise Undecided(record.say("training.strange_optimizer"))
            raise WrongAnswer("training.not_followed", step=number, kind=step.kind)
    _assert_nothing_else_changes(record)
    _assert_descends(record)


def _assert_same_optimizer(record: TrainingRecord) -> None:
    """Expect one optimizer to go on: one that is made anew forgets its moments."""
    steps = record.steps
    if len(steps) < 3 or len({step.optimizer for step in steps}) < len(steps):
        return
    if all(step.kind == "SGD" and not step.group.get("momentum") for step in steps):
        raise Undecided(record.say("training.new_plain_optimizers"))
    raise WrongAnswer("training.new_optimizers")


def _updated(made: dict[int, tuple[torch.nn.Parameter, Any]], step: OptimizerStep) -> torch.Tensor | None:
    """The parameters that an optimizer of torch's gives, which remembers its steps; None where it is no such one."""
    kind = getattr(torch.optim, step.kind, None)
    if not isinstance(kind, type) or kind is torch.optim.Optimizer or step.has_several_losses:
        return None
    taken = inspect.signature(kind.__init__).parameters  # type: ignore[misc]
    group = {key: value for key, value in step.group.items() if key in taken}
    if step.optimizer not in made:
        fresh = torch.nn.Parameter(step.before.clone())
        made[step.optimizer] = fresh, kind([fresh], **group)
    parameter, optimizer = made[step.optimizer]
    optimizer.param_groups[0].update(group)
    with torch.no_grad():
        parameter.copy_(step.before)
    parameter.grad = None if step.gradient is None else step.gradient.to(parameter.dtype)
    optimizer.step()
    return parameter.detach().clone()


def _assert_nothing_else_changes(record: TrainingRecord) -> None:
    """Expect parameters to change by steps alone; what was there before, such as the best so far, may come back."""
    steps = record.steps
    moved = [n for n in range(1, len(steps)) if not torch.equal(steps[n].before, steps[n - 1].after)]
    if not moved:
        return
    if any(torch.equal(steps[n].before, record.start) for n in moved):
        raise WrongAnswer("training.starts_again")
    for n in moved:
        if not any(torch.equal(steps[n].before, earlier.after) for earlier in steps[:n]):
            raise Undecided(record.say("training.changes_elsewhere"))


def _assert_descends(record: TrainingRecord) -> None:
    """Expect the first step that moves anything by a gradient to go down the slope."""
    for step in record.steps:
        change = step.after.double() - step.before.double()
        if step.gradient is None or not bool(step.gradient.count_nonzero()) or not bool(change.count_nonzero()):
            continue
        slope, decay = step.gradient.double(), step.group.get("weight_decay") or 0.0
        if _is_decoupled(step):
            change = change + step.group.get("lr", 0.0) * decay * step.before.double()
        else:
            slope = slope + decay * step.before.double()
        down = step.group.get("maximize") is not True and float((change * slope).sum()) < 0
        if not down and decay and step.group.get("maximize") is not True:
            raise Undecided(record.say("training.first_step"))
        if not down:
            raise WrongAnswer("training.ascends")
        return
    raise WrongAnswer("training.no_step_moves")


def _is_decoupled(step: OptimizerStep) -> bool:
    """Whether an optimizer's decay acts on the parameters themselves and not through the gradient."""
    return step.kind == "AdamW" or bool(step.group.get("decoupled_weight_decay"))


def assert_learning_rate(record: TrainingRecord, adaptive: LearningRates, plain: LearningRates) -> None:
    """Expect a learning rate that can train; `adaptive` are the bounds for optimizers that normalise the gradient.

    Raises Undecided for a rate that is neither sensible nor hopeless. The record has at least one step.

    Example: `assert_learning_rate(record, LearningRates(2e-6, 1e-5, 0.03, 0.1), LearningRates(2e-6, 1e-5, 5.0, 50.0))`
    """
    bounds, highest = _bounds(record, adaptive, plain), _rate(record)
    shown = {"rate": f"{highest:g}", "kind": record.steps[0].kind}
    if not highest < bounds.highest:
        raise WrongAnswer("training.rate_too_high", **shown)
    if not (_rises(record) and highest < bounds.low):  # a slow warm-up has not come far in a few steps
        if not highest > bounds.lowest:
            raise WrongAnswer("training.rate_too_low", **shown)
        if not bounds.low <= highest <= bounds.high:
            raise Undecided(record.say("training.rate_unusual", **shown))
    if not _decay(record) < DECAYED:
        raise WrongAnswer("training.decays")
    if _collapses(record):
        raise WrongAnswer("training.rate_collapses")


def learning_rate_mistakes(
    record: TrainingRecord, adaptive: LearningRates, plain: LearningRates
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of mistakes in the learning rate, without their question, with what shows them.

    The names are `learning_rate`, `learning_rate_small`, `weight_decay` and `scheduler_collapses`.

    Example: `for name, values in learning_rate_mistakes(record, ADAM, SGD): named(f"i_{name}", **values)`
    """
    if len(record.steps) < 2:
        return
    bounds, highest = _bounds(record, adaptive, plain), _rate(record)
    if highest >= bounds.highest:
        yield "learning_rate", {"rate": f"{highest:g}"}
    elif highest <= bounds.lowest and not _rises(record):
        yield "learning_rate_small", {"rate": f"{highest:g}"}
    elif _decay(record) >= DECAYED:
        yield "weight_decay", {"decay": f"{record.steps[0].group['weight_decay']:g}"}
    elif _collapses(record):
        first, last = (record.steps[n].group["lr"] for n in (0, 5))
        yield "scheduler_collapses", {"steps": 5, "first": f"{first:g}", "last": f"{last:g}"}


def _decay(record: TrainingRecord) -> float:
    """Which share of the parameters a step of decay takes away, or how many times themselves it adds to a gradient."""
    step = record.steps[0]
    decay = float(step.group.get("weight_decay", 0.0))
    return decay * _rate(record) if _is_decoupled(step) else decay / 100


def _bounds(record: TrainingRecord, adaptive: LearningRates, plain: LearningRates) -> LearningRates:
    return adaptive if record.steps[0].kind in ADAPTIVE else plain


def _rises(record: TrainingRecord) -> bool:
    return bool(record.steps[-1].group.get("lr", 0.0) > record.steps[0].group.get("lr", 0.0))


def _collapses(record: TrainingRecord) -> bool:
    """Whether each of the first steps has at most half the learning rate of the one before."""
    rates = [step.group.get("lr", 0.0) for step in record.steps[:6]]
    return len(rates) > 5 and all(after < COLLAPSED * before for before, after in pairwise(rates))


def _rate(record: TrainingRecord) -> Any:
    """The largest learning rate that a loop uses, or is on the way to."""
    keys = ("lr", "initial_lr", "max_lr")
    return max(step.group[key] for step in record.steps for key in keys if key in step.group)

"""What an optimizer makes of a gradient, and the learning rates at which it can train."""

import inspect
from dataclasses import dataclass
from itertools import pairwise

import torch

from autograder.student.assertions import assert_true, is_close
from autograder.student.student import Undecided

TERMS = 2  # the same arithmetic on the same numbers: an update is one product and one sum
ADAPTIVE = frozenset({"Adam", "AdamW", "NAdam", "RAdam", "Adamax", "RMSprop", "Lion", "SparseAdam"})
INSIDE = frozenset({"LBFGS"})  # evaluate the loss more than once a step
COLLAPSED = 0.5
DECAYED = 0.05  # of the parameters, at each step


@dataclass(frozen=True)
class Rates:
    """Learning rates below `lowest` or from `highest` on cannot train; between `low` and `high` they are sensible."""

    lowest: float
    low: float
    high: float
    highest: float


def assert_follows_the_optimizer(record):
    """Expect the parameters after each step to be the optimizer's update of those before it, and to stay so."""
    _assert_same_optimizer(record)
    made = {}
    for number, step in enumerate(record.steps):
        expected = _updated(made, step)
        if expected is None:
            _assert_descends(record)
        elif not is_close(step.after, expected, TERMS):
            _undecided_unless(step.known)
            assert_true(False, f"Después del paso {number} los parámetros no son los que calcula {step.kind}.")
    _assert_nothing_else_changes(record)
    _assert_descends(record)


def _assert_same_optimizer(record):
    """Expect one optimizer to go on: one that is made anew forgets its moments."""
    steps = record.steps
    if len(steps) < 3 or len({step.optimizer for step in steps}) < len(steps):
        return
    if all(step.kind == "SGD" and not step.group.get("momentum") for step in steps):
        raise Undecided("El optimizador se crea de nuevo en cada paso; con SGD sin momento eso no cambia los números.")
    assert_true(False, "El optimizador se crea de nuevo en cada paso, y olvida lo que sabía de los anteriores.")


def _updated(made, step):
    """The parameters that an optimizer of torch's gives, which remembers its steps; None where it is no such one."""
    kind = getattr(torch.optim, step.kind, None)
    if not isinstance(kind, type) or kind is torch.optim.Optimizer or step.kind in INSIDE:
        return None
    taken = inspect.signature(kind.__init__).parameters
    group = {key: value for key, value in step.group.items() if key in taken}
    if step.optimizer not in made:
        parameter = torch.nn.Parameter(step.before.clone())
        made[step.optimizer] = parameter, kind([parameter], **group)
    parameter, optimizer = made[step.optimizer]
    optimizer.param_groups[0].update(group)
    with torch.no_grad():
        parameter.copy_(step.before)
    parameter.grad = None if step.gradient is None else step.gradient.to(parameter.dtype)
    optimizer.step()
    return parameter.detach().clone()


def _undecided_unless(known):
    if not known:
        raise Undecided("El optimizador no es de torch.optim: una persona debe mirar sus pasos.")


def _assert_nothing_else_changes(record):
    """Expect parameters to change by steps alone; what was there before, such as the best so far, may come back."""
    steps = record.steps
    moved = [n for n in range(1, len(steps)) if not torch.equal(steps[n].before, steps[n - 1].after)]
    if not moved:
        return
    again = any(torch.equal(steps[n].before, record.start) for n in moved)
    assert_true(not again, "El modelo vuelve a su estado inicial durante el entrenamiento.")
    for n in moved:
        if not any(torch.equal(steps[n].before, earlier.after) for earlier in steps[:n]):
            raise Undecided(
                "Los parámetros cambian también fuera de optimizer.step(): una persona debe mirar el ciclo."
            )


def _assert_descends(record):
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
            raise Undecided("El primer paso no baja por el gradiente: una persona debe mirar el optimizador.")
        assert_true(down, "El optimizador sube por el gradiente en vez de bajar.")
        return
    assert_true(False, "Ningún paso del optimizador mueve el modelo por un gradiente.")


def _is_decoupled(step):
    """Whether an optimizer's decay acts on the parameters themselves and not through the gradient."""
    return step.kind == "AdamW" or bool(step.group.get("decoupled_weight_decay"))


def assert_rate(record, adaptive, plain):
    """Expect a learning rate that can train; `adaptive` are the bounds for optimizers that normalise the gradient."""
    bounds, kind = _bounds(record, adaptive, plain), record.steps[0].kind
    highest = _rate(record)
    shown = f"La tasa de aprendizaje es {highest:g}"
    assert_true(highest < bounds.highest, f"{shown}, demasiado grande para {kind}: el modelo no aprende.")
    if not (_rises(record) and highest < bounds.low):  # a slow warm-up has not come far in a few steps
        assert_true(highest > bounds.lowest, f"{shown}, demasiado pequeña para {kind}: el modelo no se mueve.")
        if not bounds.low <= highest <= bounds.high:
            raise Undecided(f"{shown}, poco usual para {kind}: una persona debe decidir.")
    message = "El weight_decay es tan grande que borra los parámetros en pocos pasos."
    assert_true(_decay(record) < DECAYED, message)
    message = "La tasa de aprendizaje se desploma en cada paso: el scheduler avanza demasiado."
    assert_true(not _collapses(record), message)


def suspected_rate(record, adaptive, plain):
    """The names of mistakes in the learning rate, with what shows them."""
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


def _decay(record):
    """Which share of the parameters a step of decay takes away, or how many times themselves it adds to a gradient."""
    step = record.steps[0]
    decay = step.group.get("weight_decay", 0.0)
    return decay * _rate(record) if _is_decoupled(step) else decay / 100


def _bounds(record, adaptive, plain):
    return adaptive if record.steps[0].kind in ADAPTIVE else plain


def _rises(record):
    return record.steps[-1].group.get("lr", 0.0) > record.steps[0].group.get("lr", 0.0)


def _collapses(record):
    """Whether each of the first steps has at most half the learning rate of the one before."""
    rates = [step.group.get("lr", 0.0) for step in record.steps[:6]]
    return len(rates) > 5 and all(after < COLLAPSED * before for before, after in pairwise(rates))


def _rate(record):
    """The largest learning rate that a loop uses, or is on the way to."""
    keys = ("lr", "initial_lr", "max_lr")
    return max(step.group[key] for step in record.steps for key in keys if key in step.group)

"""The mistakes that explain what a training loop did, by its record.

Each function yields names without their question, with what the evidence of the mistake shows. A name is given only
where its formula reproduces every step.
"""

import torch

from autograder.checks import functions_never_called, parameters_missed, statements_that_train_the_other

from .gradients import is_nothing
from .wrong_gradients import explained, of_gradients


def of_flow(record):
    """What is wrong with the order of a loop's parts; at most one."""
    steps, asked = record.steps, record.order.count("asked")
    count = {"steps": len(steps), "backwards": len(record.propagated), "turns": record.turns}
    if not record.propagated:
        yield from _of_nothing_propagated(record, asked, count)
    elif not steps and not record.unknown:
        if record.elsewhere:
            yield "other_model", {}
        elif len(record.propagated) > 1 and not record.moved:
            yield "no_step", count
    elif len(record.busy) > 2 and len(record.propagated) == 1:
        yield "model_each_step", {"models": len(record.busy)}
    elif len(steps) == 1 and record.turns == 1 == len(record.propagated):
        yield "one_turn", count
    elif len(steps) == 1 == len(record.propagated) and record.turns > 2:
        yield "estimates_only", count | {"trained": 1}
    elif len(steps) == 1 and len(record.propagated) > 2 and _is_last(record):
        if explained(record, steps[0], (steps[0].forwards[-1],)):
            yield "step_outside", count
    elif len(steps) > 1:
        yield from _of_steps(record, count)


def _of_nothing_propagated(record, asked, count):
    failure = str(record.failure or "")
    if not asked and "has no attribute 'backward'" in failure and record.forwards:
        yield "loss_item", {}
    elif not asked and len(record.steps) > 1:
        yield "no_backward", count
    elif asked and record.forwards:
        yield "detached_loss", {}
    elif asked and "look without gradients" in record.order:
        yield "no_grad", {}


def _of_steps(record, count):
    steps = record.steps
    later = steps[1:]
    if all(is_nothing(step.gradient) for step in steps):
        if all(step.forwards and step.gradient is None for step in steps):
            yield "zero_grad_before_step", count
        elif not steps[0].forwards and all(step.forwards for step in later):
            yield "step_before_backward", count
    elif is_nothing(steps[0].gradient) and all(_is_of_the_step_before(record, n) for n in range(1, len(steps))):
        yield "previous_gradient", {"step": 1}
    elif len(steps) > 3 and all(_repeats(steps[n - 1], steps[n]) for n in range(1, len(steps), 2)):
        yield "step_twice", count
    elif len(steps) > 2 and all(
        torch.equal(s.before, steps[0].before) != torch.equal(s.before, s.after) for s in steps
    ):
        yield "model_reset", count
    elif len(steps) > 2 and len({step.optimizer for step in steps}) == len(steps):
        yield "optimizer_each_step", count | {"optimizers": len(steps)}
    elif len(record.propagated) * 3 < record.turns and all(explained(record, s, s.forwards) for s in steps):
        yield "estimates_only", count | {"trained": len(record.propagated)}


def of_data(record, goal):
    """What is wrong with the batches, or with the model's mode where that counts."""
    numbers = [n for step in record.steps for n in step.forwards]
    learnt, places = ([told[n] for n in numbers] for told in (record.forwards, record.origins))
    if len(learnt) < 2 or None in places:
        return
    mixed = sum(place != "train" for place in places)
    if set(places) == {"val"}:
        yield "validation_data", {"count": len(places)}
    elif "both" in places:
        yield "all_data", {"count": len(places), "mixed": mixed}
    elif mixed:
        yield "validation_too", {"count": len(places), "mixed": mixed}
    if len(record.steps) > 2 and all(torch.equal(forward.x, learnt[0].x) for forward in learnt):
        yield "same_batch", {"steps": len(record.steps)}
    elif record.repeats * 2 > len(learnt):
        yield "batch_kept", {"count": record.repeats, "steps": len(record.steps)}
    still = sum(not forward.training for forward in learnt)
    if goal.mode and still:
        yield "eval_mode", {"count": still, "total": len(learnt)}


def of_statements(student, goal, stories):
    """What stands in the place of a loop that trains the goal's model."""
    others = statements_that_train_the_other(student, goal, stories)
    forgotten = functions_never_called(student, goal)
    if forgotten:
        yield "never_called", {"function": forgotten[0]}
    elif len(others) > 1:
        yield goal.instead, {"count": len(others), "other": goal.other}


def _is_last(record):
    """Whether nothing is propagated after the only step."""
    order = [event for event in record.order if event in ("backward", "step")]
    return order[-1] == "step"


def _is_of_the_step_before(record, number):
    step = record.steps[number]
    if len(step.forwards) != 1 or not explained(record, step, step.forwards):
        return False
    return torch.equal(record.forwards[step.forwards[0]].state, record.steps[number - 1].before)


def _repeats(first, second):
    if is_nothing(first.gradient) or is_nothing(second.gradient):
        return False
    return bool(first.forwards) and not second.forwards and torch.equal(first.gradient, second.gradient)


def all_of(student, cell, record, goal):
    """All that explains a record."""
    flow = list(of_flow(record))
    if student.error_of(cell.place.cell) is None:  # in the notebook itself gradients did flow
        flow = [found for found in flow if found[0] != "no_grad"]
    yield from flow
    yield from _of_parts(student, cell, record, goal)
    if not flow or flow[0][0] == "optimizer_each_step":  # which leaves the gradients as they are
        yield from of_gradients(record)
        yield from _upwards(record)
    yield from of_data(record, goal)


def _of_parts(student, cell, record, goal):
    """A model that is not the notebook's, or an optimizer that holds only some of its parameters."""
    if record.lost and len(record.busy) == 1:
        yield "model_left_untrained", {"name": goal.name}
    if (record.steps and record.whole) or not (record.steps or record.unknown) or not record.propagated:
        return
    counts = {pair for found in parameters_missed(student, cell, goal) for pair in found}
    if len(counts) == 1 and all(0 < some < total for some, total in counts):
        some, total = counts.pop()
        yield "optimizer_partial", {"missed": some, "total": total}


def _upwards(record):
    """An optimizer that climbs right gradients."""
    for step in record.steps[:1]:
        if explained(record, step, step.forwards) and step.group.get("maximize") is True:
            yield "gradient_ascent", {}

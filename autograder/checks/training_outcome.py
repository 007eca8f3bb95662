"""Whether a training loop changes the notebook's own model where nothing of the grader's watches it.

A record is told by the student's process. A notebook that finds the recorder there could write into it, or train only
while it is watched; so the loop is also run on the notebook's own model, small, and the grader compares its parameters.
"""

from collections.abc import Mapping
from typing import Any

import torch

from autograder.checks.training import MANY_TURNS, attempt, replay_of
from autograder.checks.training_statements import STANDIN, TrainingGoal
from autograder.kernel_side.wire import Global
from autograder.source.replay import Replay
from autograder.source.training import TrainingStatement
from autograder.student.exceptions import StudentFault
from autograder.student.handle import Handle
from autograder.student.student import Student

TURNS = 8
SEEDS = 3  # one loop in many comes back to the state at the start, as the best that it has seen


def trains_own_model(
    student: Student,
    statement: TrainingStatement,
    goal: TrainingGoal,
    source: str,
    start: torch.Tensor,
    sizes: Mapping[str, int],
) -> bool | None:
    """Return whether a statement changes parameters of the notebook's own model; None where that cannot be seen.

    The model is made again with `sizes`; a silent model of the grader's, which starts from `start`, stands in for the
    one that is not meant. A loop that changes nothing is run again for many turns, from other seeds, and with the
    branch taken in which it trains.

    Example: `trained = trains_own_model(student, statement, GOAL, standin("training"), start, {"n_embd": 8})`
    """
    if not student.has(goal.model) or set(student.spellings(goal.model)) & set(statement.uses):
        return None  # it makes its own model, which nothing but a record shows
    replay = replay_of(student)
    opened = replay.opened(statement.place)
    tries = [(replay, TURNS, 0), *((opened or replay, MANY_TURNS, seed) for seed in range(SEEDS))]
    for chosen, turns, seed in tries:
        with student.seeded(seed):
            found = _changes(student, statement, goal, source, start, sizes, chosen, turns)
        if found is not False:
            return found
    return False


def _changes(
    student: Student,
    statement: TrainingStatement,
    goal: TrainingGoal,
    source: str,
    start: torch.Tensor,
    sizes: Mapping[str, int],
    replay: Replay,
    turns: int,
) -> bool | None:
    other = student.define("family", STANDIN + source).new(
        student.define("Silent", STANDIN + source).new(start), "other", goal.other, None, False
    )
    roots: dict[str, Any] = dict.fromkeys(student.spellings(goal.other), other)
    roots |= {student.name_of(goal.model): student.handle(goal.model)}
    given = {spelling for name in sizes for spelling in student.lab.spellings(name)} | roots.keys()
    before, training = replay.parts(statement.place, given)
    with student.globals(**roots, **sizes):
        student.run(replay.before(statement.place, given), steps=turns)
        attempt(student, before, turns)
        names = set(statement.names(*student.spellings(goal.model)))
        models = [_kept(student, name) for name in sorted(names - student.undefined(names))]
        first = [_parameters(model) for model in models]
        if not any(first) or attempt(student, training, turns) is not None:
            return None
        again = [Handle(student.client, Global(model.name), model.name) for model in models]
        last = [_parameters(model) for model in (*models, *again)]
    return any(before and after and not _alike(before, after) for before, after in zip(first * 2, last, strict=True))


def _kept(student: Student, name: str) -> Handle:
    """A handle on what a global holds now, by its bare name: what a student keeps of a name outlives this run."""
    return Handle(student.client, student.client.keep("get", target=Global(name), path=[]), name)


def _parameters(model: Handle) -> dict[str, torch.Tensor]:
    """The parameters of a model; none where it is no module."""
    try:
        return model.state().parameters
    except StudentFault:
        if model.fault is not None:
            raise
        return {}


def _alike(before: Mapping[str, torch.Tensor], after: Mapping[str, torch.Tensor]) -> bool:
    return before.keys() == after.keys() and all(torch.equal(before[name], after[name]) for name in before)

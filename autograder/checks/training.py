"""Runs a student's training loop again, on small models and data of the grader's, and tells what it did.

A loop is not judged by the numbers that it printed: its statement, and what makes the objects that it uses, are run
again in the student's process, where small models of known parameters stand behind the notebook's classes. A log tells
of each forward pass, each gradient and each step, and so whether the loop is right can be computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from autograder.checks.training_log import read
from autograder.checks.training_records import TrainingData, TrainingRecord
from autograder.checks.training_statements import STANDIN, TrainingGoal, names_used_after, optimizer_names
from autograder.kernel_side.wire import Global
from autograder.source.replay import Replay
from autograder.source.training import StatementPlace, TrainingStatement
from autograder.source.training_loops import BUDGET_NAME
from autograder.student.exceptions import StudentFault, Undecided
from autograder.student.handle import Handle
from autograder.student.student import Student

TURNS = 24
MANY_TURNS = 160
LEARNING_RATE = 0.5  # of the grader's own optimizer
DEVICE = "device"  # as nearly every notebook calls it


@dataclass(frozen=True)
class TrainingPlan:
    """How to run a loop again.

    With `plain`, objects of the grader's stand behind the names of models, optimizer and batches; else the notebook's
    own statements make all of them, from classes of the grader's. `counts` are how often named loops may turn. With
    `batches`, the grader's functions for batches stand in for those that another question's cell has changed. With
    `own_form`, the grader's models answer in the form in which the notebook's own do, such as logits alone.

    Example: `TrainingPlan(data, plain=True)`
    """

    data: TrainingData
    turns: int = TURNS
    plain: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    batches: bool = False
    own_form: bool = False


@dataclass(frozen=True)
class _Stage:
    """The objects of the grader's for one run: what the notebook's names are to hold."""

    log: Handle
    roots: dict[str, Any]
    model: Handle
    values: dict[str, Any]


def rerun(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, plan: TrainingPlan, source: str
) -> TrainingRecord:
    """The record of what a statement does to models of the goal's class.

    `source` is the text of the lab's stand-in, which defines `family(log, kind, name, original, own_form)`. Where
    nothing trains because the loop stands in a branch that is not taken, such as behind a flag, that branch is taken.

    Example: `record = rerun(student, statement, GOAL, TrainingPlan(data), standin("training"))`
    """
    replay = replay_of(student)
    record = _rerun(student, statement, goal, plan, source, replay)
    opened = None if record.forwards or record.others else replay.opened(statement.place)
    return record if opened is None else _rerun(student, statement, goal, plan, source, opened)


def _rerun(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, plan: TrainingPlan, source: str, replay: Replay
) -> TrainingRecord:
    start = plan.data.start()
    source = STANDIN + source
    stage = _stage(student, statement, goal, plan, source, start)
    with student.globals(**stage.roots):
        student.run(replay.before(statement.place, stage.roots), steps=plan.turns)
        forced = _forced(student, statement, goal, plan, source, stage) if plan.plain else {}
        with student.globals(**forced):
            stage.log.call("start")
            text = replay.cell(statement.place, {*stage.roots, *forced})
            failure = attempt(student, text, plan.turns)
            told = read(_log(student, stage), "goal", plan.data, start, student.say)
            lost = not plan.plain and _is_lost(student, statement, goal, stage, told)
    return replace(told, failure=failure, plain=plan.plain, own_form=plan.own_form, lost=lost)


def _log(student: Student, stage: _Stage) -> Any:
    """Return what the log tells; raise Undecided where it is too large to come, or has something that cannot."""
    try:
        return stage.log.call("tell")
    except StudentFault as fault:
        if student.fault is not None:
            raise
        raise Undecided(student.say("training.untold", fault=fault)) from None


def rerun_plainly(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, data: TrainingData, source: str
) -> TrainingRecord:
    """What a loop does with the grader's own objects behind its names, whatever made the notebook's.

    Example: `record = rerun_plainly(student, statement, GOAL, data, standin("training"))`
    """
    return _rerun_in_either_form(student, statement, goal, TrainingPlan(data, plain=True), source)


def _rerun_in_either_form(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, plan: TrainingPlan, source: str
) -> TrainingRecord:
    """The record of a loop; where the form of the lab's models stops it, that with the form of the notebook's own."""
    record = rerun(student, statement, goal, plan, source)
    if record.failure is None or record.steps:
        return record
    own = rerun(student, statement, goal, replace(plan, own_form=True), source)
    return own if own.steps else record


def training_story(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, data: TrainingData, source: str
) -> TrainingRecord:
    """What a loop does in a few turns; in many, where it gathers the gradients of several batches for a step.

    Example: `record = training_story(student, statement, GOAL, data, standin("training"))`
    """
    record = _rerun_in_either_form(student, statement, goal, TrainingPlan(data), source)
    if len(record.steps) >= 2 or len(record.propagated) < 2:
        return record
    scaling = student.lab.scaling
    counts = {name: MANY_TURNS for name, cap in scaling.caps.items() if cap.max == scaling.steps}
    plan = TrainingPlan(data, MANY_TURNS, counts=counts, own_form=record.own_form)
    longer = rerun(student, statement, goal, plan, source)
    return longer if len(longer.steps) > len(record.steps) else record


def training_stories(
    student: Student, goal: TrainingGoal, data: TrainingData, source: str
) -> list[tuple[TrainingStatement, TrainingRecord]]:
    """What each statement that trains does to models of the goal's class, the last statement first.

    Example: `stories = training_stories(student, GOAL, data, standin("training"))`
    """
    return [(one, training_story(student, one, goal, data, source)) for one in student.trainings()[::-1]]


def replay_of(student: Student) -> Replay:
    """Return what to run again of a notebook."""
    return _replay(tuple(student.cells().items()), tuple(other.place for other in student.trainings()))


@lru_cache(1)
def _replay(cells: tuple[tuple[int, str], ...], training: tuple[StatementPlace, ...]) -> Replay:
    """What to run again of a notebook; it is asked for each loop and each try."""
    return Replay(dict(cells), training)


def _stage(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, plan: TrainingPlan, source: str, start: Any
) -> _Stage:
    log = student.define("Log", source).new(start)
    values = plan.data.values(student, source)
    turns = student.define("Turns", source).new(BUDGET_NAME, log)
    roots = values | {BUDGET_NAME: turns} | {name: n for name, n in plan.counts.items() if student.has(name)}
    if plan.batches:
        roots |= plan.data.functions(student, source, values, _device(student, source))
    family = student.define("family", source)
    made = {}
    for kind, name in (("other", goal.other), ("goal", goal.model)):
        live = statement.names(*student.spellings(name))
        original = student.handle(live[0]) if live and student.has(live[0]) else None
        made[kind] = family.new(log, kind, name, original, plan.own_form)
        roots |= dict.fromkeys(student.spellings(name), made[kind])
    return _Stage(log, roots, made["goal"], values)


def _forced(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, plan: TrainingPlan, source: str, stage: _Stage
) -> dict[str, Any]:
    """What stands behind the student's names where the grader's objects take their place."""
    device = _device(student, source)
    model, spare = stage.model.new(), stage.model.new()
    if device == "cuda":
        model.call("cuda"), spare.call("cuda")
    names = statement.names(*student.spellings(goal.model)) or statement.names("Module")
    forced: dict[str, Any] = dict.fromkeys(statement.names("Module"), spare) | dict.fromkeys(names, model)
    optimizer = student.define("optimizer", source).new(model, LEARNING_RATE)
    forced |= dict.fromkeys(optimizer_names(statement), optimizer)
    values = {name: student.handle(name) for name in stage.values}
    return forced | plan.data.functions(student, source, values, device) | {DEVICE: device}


def _device(student: Student, source: str) -> str:
    """Where the notebook computes."""
    return "cuda" if student.define("device", source).value() == "cuda" else "cpu"


def _is_lost(
    student: Student, statement: TrainingStatement, goal: TrainingGoal, stage: _Stage, record: TrainingRecord
) -> bool:
    """Whether the notebook's name for the model holds another one in the end, which nothing trained, and goes on to."""
    if not record.steps or student.undefined({goal.name}):
        return False
    # by their bare names: what a student keeps of a name outlives this run
    there = stage.log.call("place", Global(goal.name))
    if there in (-1, record.number) or there in record.busy:
        return False
    used = names_used_after(student, statement)
    names = used - student.undefined(used)
    return not any(stage.log.call("place", Global(name)) == record.number for name in sorted(names))


def attempt(student: Student, source: str, turns: int) -> StudentFault | None:
    """Run a cell and return what it failed with, if it did.

    What fails around the loop, such as saving the model, is no matter once the loop has run.
    """
    try:
        student.run(source, steps=turns)
    except StudentFault as failure:
        if student.fault is not None:
            raise
        return failure
    return None

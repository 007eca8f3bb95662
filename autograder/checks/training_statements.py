"""Which statements of a notebook train which model, and what the notebook's own run tells of them."""

import ast
import inspect
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from autograder.checks import training_standin
from autograder.checks.training_records import TrainingRecord
from autograder.source.parsing import parse_or_empty
from autograder.source.replay import Replay
from autograder.source.training import TrainingStatement, constructed_classes
from autograder.source.training_loops import TrainingCalls
from autograder.student.student import Student

STANDIN = inspect.getsource(training_standin)


@dataclass(frozen=True)
class TrainingGoal:
    """The class whose training is judged, the one that is not meant, and the name of the model in the notebook.

    Example: `GOAL = TrainingGoal("Classifier", "Baseline", "model")`
    """

    model: str
    other: str
    name: str


def statements_that_train(student: Student, goal: TrainingGoal) -> list[TrainingStatement]:
    """The statements that use a model of the goal's class, or else any model but the other; the last one first.

    Example: `last = next(iter(statements_that_train(student, GOAL)), None)`
    """
    statements = student.trainings()
    wanted, unwanted = student.spellings(goal.model), student.spellings(goal.other)
    ranked = [statement for statement in statements if statement.names(*wanted)]
    ranked = ranked or [one for one in statements if one.names("Module") and not one.names(*unwanted)]
    return ranked[::-1]


def statements_that_train_the_other(
    student: Student, goal: TrainingGoal, stories: Sequence[tuple[TrainingStatement, TrainingRecord]]
) -> list[TrainingStatement]:
    """The statements that train a model of the class that is not meant, of those whose stories are given.

    Example: `wrong = statements_that_train_the_other(student, GOAL, training_stories(student, GOAL, data, source))`
    """
    other = student.spellings(goal.other)
    return [statement for statement, record in stories if record.others or statement.names(*other)]


def functions_never_called(student: Student, goal: TrainingGoal) -> list[str]:
    """The functions of the notebook that would train a model of the goal's class if they were called.

    Example: `assert_true(not functions_never_called(student, GOAL), "The loop stands in a function without a call.")`
    """
    cells = student.cells()
    trees = [parse_or_empty(source) for source in cells.values()]
    training, replay = TrainingCalls.of(trees).training, Replay(cells, ())
    end = max(cells, default=0) + 1
    made = constructed_classes(cells | {end: "end"}).get((end, 0), {})
    called = {part.id for t in trees for part in ast.walk(t) if isinstance(part, ast.Name)}
    names = []
    for function in (n for t in trees for n in t.body if isinstance(n, ast.FunctionDef)):
        kinds = {kind for name in replay.reads(function) for kind in made.get(name, {name})}
        meant, other = (bool(kinds & set(student.spellings(name))) for name in (goal.model, goal.other))
        if (function.name, False) in training and function.name not in called and (meant or not other):
            names.append(function.name)
    return names


def uses_the_own_name(student: Student, statement: TrainingStatement, goal: TrainingGoal) -> bool:
    """Whether a statement reads the name that the goal gives to the model.

    Example: `own = [one for one in student.trainings() if uses_the_own_name(student, one, GOAL)]`
    """
    return goal.name in Replay(student.cells(), ()).reads(parse_or_empty(statement.place.text))


def is_used_later(student: Student, statement: TrainingStatement, goal: TrainingGoal) -> bool:
    """Whether later cells use the model that a statement trains.

    Example: `kept = [one for one in student.trainings() if is_used_later(student, one, GOAL)]`
    """
    return bool(names_used_after(student, statement) & set(statement.names(*student.spellings(goal.model))))


def names_used_after(student: Student, statement: TrainingStatement) -> set[str]:
    """The names that the cells after a statement's use.

    Example: `"losses" in names_used_after(student, statement)`
    """
    later = [parse_or_empty(text) for index, text in student.cells().items() if index > statement.place.cell]
    return {part.id for t in later for part in ast.walk(t) if isinstance(part, ast.Name)}


def optimizer_names(statement: TrainingStatement) -> list[str]:
    """The names behind which a statement finds its optimizers.

    Example: `assert_true(len(optimizer_names(statement)) == 1, "One optimizer is enough.")`
    """
    made = [name for name in dir(torch.optim) if isinstance(getattr(torch.optim, name), type)]
    return statement.names("Optimizer", *made)


def parameters_missed(
    student: Student, statement: TrainingStatement, goal: TrainingGoal
) -> list[list[tuple[int, int]]]:
    """For each model at hand, how many of its parameters each optimizer does not hold, and of how many.

    Example: `left_out = any(some for model in parameters_missed(student, statement, GOAL) for some, _ in model)`
    """
    count = student.define("missed", STANDIN)
    there = set(statement.uses) - student.undefined(statement.uses)
    models, holders = (
        sorted(there & set(statement.names(*kinds))) for kinds in (student.spellings(goal.model), ["Optimizer"])
    )
    told = [[count.value(student.handle(o), student.handle(m)) for o in holders] for m in models]
    pairs = [[(pair[0], pair[1]) for pair in row if isinstance(pair, list) and len(pair) == 2] for row in told]
    return [row for row in pairs if row]

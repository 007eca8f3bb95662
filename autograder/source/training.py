"""Finds the statements of a notebook that train, and the classes of the names that they use."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.source.parsing import called_name, parse_or_empty
from autograder.source.training_loops import GRADIENT_CALLS, TrainingCalls

TRAINING_CALLS = (*GRADIENT_CALLS, ("step", True))
WRAPPERS = frozenset({"to", "cuda", "cpu", "float", "double", "half", "train", "eval", "compile", "DataParallel"})
BASES = frozenset({"Module", "Optimizer"})
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)

Classes = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class StatementPlace:
    """The place of a statement: the index of its cell, its number among the cell's statements, and its text."""

    cell: int
    number: int
    text: str


@dataclass(frozen=True)
class TrainingStatement:
    """A statement that trains a model.

    `source` is the text of its cell. `uses` maps each global that it reaches to its classes, as they were after the
    cell had run. `made` maps names to the classes that the text of the notebook gives them before this statement, for
    names that changed later or never came to exist.
    """

    place: StatementPlace
    source: str
    uses: Mapping[str, frozenset[str]]
    made: Classes

    def names(self, *classes: str) -> list[str]:
        """Return, sorted, the globals in the statement whose class or base class is one of `classes`."""
        statement = parse_or_empty(self.place.text)
        read = set(_loaded(statement))
        available = (set(self.uses) - (_stored(statement) - read)) | (read & set(self.made))
        return sorted(name for name in available if self._classes(name) & set(classes))

    def _classes(self, name: str) -> frozenset[str]:
        live, written = self.uses.get(name, frozenset()), self.made.get(name, frozenset())
        if not written or written & live:
            return live
        return written | (live & BASES)


def training_statements(
    sources: Mapping[int, str], uses: Mapping[StatementPlace, Mapping[str, frozenset[str]]]
) -> list[TrainingStatement]:
    """Return the training statements that were run, in order; `uses` holds the globals of each, with classes."""
    made = constructed_classes(sources)
    places = sorted((p for p in uses if p.cell in sources), key=lambda place: (place.cell, place.number))
    return [TrainingStatement(p, sources[p.cell], uses[p], made[p.cell, p.number]) for p in places]


def find_training(sources: Mapping[int, str], modules: Iterable[str] = ()) -> tuple[StatementPlace, ...]:
    """Return the statements that train: loops with backward, zero_grad or step, or calls of functions that do so."""
    trees = {index: parse_or_empty(source) for index, source in sources.items()}
    steps = TrainingCalls.of((*trees.values(), *map(parse_or_empty, modules)), TRAINING_CALLS)
    trainers = steps.without(TRAINING_CALLS)
    return tuple(
        StatementPlace(index, number, ast.unparse(statement))
        for index, tree in trees.items()
        for number, statement in enumerate(tree.body)
        if not isinstance(statement, DEFINITIONS) and _loops(statement, steps, trainers)
    )


def constructed_classes(sources: Mapping[int, str]) -> dict[tuple[int, int], Classes]:
    """Return, by cell index and statement number, the classes that the text before it gives to each name.

    `m = model.to(d)` keeps the class of `model`.
    """
    now: dict[str, frozenset[str]] = {}
    classes: dict[tuple[int, int], Classes] = {}
    for index in sorted(sources):
        for number, statement in enumerate(parse_or_empty(sources[index]).body):
            classes[index, number] = dict(now)
            for part in [] if isinstance(statement, DEFINITIONS) else ast.walk(statement):
                if isinstance(part, ast.Assign):
                    origin = _origin(part.value, now)
                    for target in part.targets:
                        if isinstance(target, ast.Name):
                            now[target.id] = origin
    return classes


def _origin(value: ast.expr, now: Classes) -> frozenset[str]:
    """The class of a value, where it is told by a call of a name that begins as classes do."""
    if isinstance(value, ast.Name):
        return now.get(value.id, frozenset())
    if not isinstance(value, ast.Call):
        return frozenset()
    name = called_name(value)
    if isinstance(value.func, ast.Attribute) and name in WRAPPERS:
        inner = value.args[0] if name in ("compile", "DataParallel") and value.args else value.func.value
        return _origin(inner, now)
    return frozenset({name}) if name[:1].isupper() else frozenset()


def _loops(statement: ast.stmt, steps: TrainingCalls, trainers: TrainingCalls) -> bool:
    loops = (part for part in ast.walk(statement) if isinstance(part, ast.For | ast.While))
    return any(steps.within(loop) for loop in loops) or trainers.under(statement)


def _loaded(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _stored(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

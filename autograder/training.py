"""Where a notebook trains, and how to run that statement's cell again with other objects in it."""

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.loops import BACKWARD, Calls
from autograder.syntax import called, tree

STEPS = (BACKWARD, ("zero_grad", True))
WRAPPERS = frozenset({"to", "cuda", "cpu", "float", "double", "half", "train", "eval", "compile", "DataParallel"})
BASES = frozenset({"Module", "Optimizer"})
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)

Classes = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Place:
    """A statement that trains: its cell, its place among the cell's statements, and its text."""

    cell: int
    number: int
    text: str


@dataclass(frozen=True)
class Training:
    """A statement that trains.

    `others` are the other statements of its cell that train. `uses` holds the classes of the globals that it reaches,
    as they were after its cell had run; `made` the classes that the notebook's text gives to names up to this
    statement, for names that changed later or never came to exist.
    """

    place: Place
    source: str
    others: frozenset[int]
    uses: Mapping[str, frozenset[str]]
    made: Classes

    def names(self, *classes: str) -> list[str]:
        """The globals in it whose class, or a base of it, is one of `classes`, sorted."""
        statement = tree(self.place.text)
        read = set(_loaded(statement))
        there = (set(self.uses) - (_stored(statement) - read)) | (read & set(self.made))
        return sorted(name for name in there if self._classes(name) & set(classes))

    def again(self, replaced: Iterable[str]) -> str:
        """Its cell without definitions, other training, and the assignments to names that are `replaced`."""
        gone = set(replaced)
        kept = [
            part
            for number, part in enumerate(tree(self.source).body)
            if number == self.place.number
            or not (number in self.others or isinstance(part, DEFINITIONS) or _only_assigns(part, gone))
        ]
        return ast.unparse(ast.Module(body=kept, type_ignores=[]))

    def loads(self, cells: Iterable[str]) -> set[str]:
        """The names that its cell reads, also through functions that `cells` define, and that are not Python's own."""
        functions = {node.name: node for cell in cells for node in ast.walk(tree(cell)) if isinstance(node, FUNCTIONS)}
        found: set[str] = set()
        waiting: list[ast.AST] = [tree(self.source)]
        while waiting:
            new = set(_loaded(waiting.pop())) - found
            found |= new
            waiting += [functions[name] for name in new if name in functions]
        return found - set(dir(builtins))

    def before(self, names: Iterable[str], cells: Mapping[int, str]) -> str:
        """The last assignments to each of `names` in the cells before it, in order."""
        wanted = set(names)
        found: dict[str, str] = {}
        for index in sorted(index for index in cells if index < self.place.cell):
            for statement in tree(cells[index]).body:
                if isinstance(statement, ast.Assign) and _only_assigns(statement, wanted):
                    target = ast.unparse(statement.targets[0])
                    found.pop(target, None)  # the order is that of the last assignments
                    found[target] = ast.unparse(statement) + "\n"
        return "".join(found.values())

    def _classes(self, name: str) -> frozenset[str]:
        live, told = self.uses.get(name, frozenset()), self.made.get(name, frozenset())
        if not told or told & live:
            return live
        return told | (live & BASES)


def trainings(sources: Mapping[int, str], uses: Mapping[Place, Mapping[str, frozenset[str]]]) -> list[Training]:
    """The training statements that were run, in order, given the globals noted after each."""
    made = constructed(sources)
    places = sorted((p for p in uses if p.cell in sources), key=lambda place: (place.cell, place.number))
    numbers = {cell: {p.number for p in places if p.cell == cell} for cell in sources}
    return [
        Training(p, sources[p.cell], frozenset(numbers[p.cell] - {p.number}), uses[p], made[p.cell, p.number])
        for p in places
    ]


def training_places(sources: Mapping[int, str]) -> tuple[Place, ...]:
    """The statements that train when they are run: loops that call `backward` or `zero_grad`, or calls of such."""
    trees = {index: tree(source) for index, source in sources.items()}
    steps = Calls.of(trees.values(), STEPS)
    trainers = Calls(steps.training - set(STEPS))
    return tuple(
        Place(index, number, ast.unparse(statement))
        for index, tree in trees.items()
        for number, statement in enumerate(tree.body)
        if not isinstance(statement, DEFINITIONS) and _loops(statement, steps, trainers)
    )


def constructed(sources: Mapping[int, str]) -> dict[tuple[int, int], Classes]:
    """For each statement, the class that the text so far gives to each name; `m = model.to(d)` follows `model`."""
    now: dict[str, frozenset[str]] = {}
    found: dict[tuple[int, int], Classes] = {}
    for index in sorted(sources):
        for number, statement in enumerate(tree(sources[index]).body):
            found[index, number] = dict(now)
            for part in [] if isinstance(statement, DEFINITIONS) else ast.walk(statement):
                if isinstance(part, ast.Assign):
                    made = _origin(part.value, now)
                    for target in part.targets:
                        if isinstance(target, ast.Name):
                            now[target.id] = made
    return found


def _origin(value: ast.expr, now: Classes) -> frozenset[str]:
    """The class of a value, where it is told by a call of a name that begins as classes do."""
    if isinstance(value, ast.Name):
        return now.get(value.id, frozenset())
    if not isinstance(value, ast.Call):
        return frozenset()
    name = called(value)
    if isinstance(value.func, ast.Attribute) and name in WRAPPERS:
        inner = value.args[0] if name in ("compile", "DataParallel") and value.args else value.func.value
        return _origin(inner, now)
    return frozenset({name}) if name[:1].isupper() else frozenset()


def _loops(statement: ast.stmt, steps: Calls, trainers: Calls) -> bool:
    loops = (part for part in ast.walk(statement) if isinstance(part, ast.For | ast.While))
    return any(steps.within(loop) for loop in loops) or trainers.under(statement)


def _only_assigns(statement: ast.stmt, names: set[str]) -> bool:
    if isinstance(statement, ast.Assign):
        targets = [part for target in statement.targets for part in _targets(target)]
        return bool(targets) and all(isinstance(part, ast.Name) and part.id in names for part in targets)
    if isinstance(statement, ast.AnnAssign):
        return isinstance(statement.target, ast.Name) and statement.target.id in names
    return False


def _targets(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _targets(part)
    else:
        yield target


def _loaded(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _stored(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

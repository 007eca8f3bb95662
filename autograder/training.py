"""Where a notebook trains, and how to run that cell again with other objects in it."""

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

WRAPPERS = frozenset({"to", "cuda", "cpu", "float", "double", "half", "train", "eval", "compile", "DataParallel"})
STEPS = frozenset({"backward", "zero_grad"})
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Training:
    """A cell that trains.

    `uses` holds the classes of the globals that it reaches, as they were after it ran; `made` the names of the calls
    that the notebook's text assigns to each name, for globals that never came to exist.
    """

    cell: int
    source: str
    uses: Mapping[str, list[str]]
    made: Mapping[str, frozenset[str]]

    def names(self, *classes: str) -> list[str]:
        """The globals in it whose class, or a base of it, is one of `classes`, sorted."""
        wanted = set(classes)
        live = {name for name, kinds in self.uses.items() if wanted & set(kinds)}
        return sorted(live | {name for name in self._unborn() if wanted & self.made.get(name, frozenset())})

    def again(self, replaced: Iterable[str]) -> str:
        """Its source without definitions, and without the assignments to names that are `replaced`."""
        gone = set(replaced)
        body = _parse(self.source).body
        kept = [node for node in body if not isinstance(node, DEFINITIONS) and not _only_assigns(node, gone)]
        return ast.unparse(ast.Module(body=kept, type_ignores=[]))

    def loads(self) -> set[str]:
        """The names that it reads and that are not Python's own."""
        return set(_loaded(_parse(self.source))) - set(dir(builtins))

    def before(self, names: Iterable[str], cells: Mapping[int, str]) -> str:
        """The last assignments to each of `names` in the cells before it, in order."""
        wanted = set(names)
        found: dict[str, str] = {}
        for index in sorted(index for index in cells if index < self.cell):
            for statement in _parse(cells[index]).body:
                if isinstance(statement, ast.Assign) and _only_assigns(statement, wanted):
                    target = ast.unparse(statement.targets[0])
                    found.pop(target, None)  # the order is that of the last assignments
                    found[target] = ast.unparse(statement) + "\n"
        return "".join(found.values())

    def _unborn(self) -> set[str]:
        return {name for name in self.made if name not in self.uses} & set(_loaded(_parse(self.source)))


def trainings(sources: Mapping[int, str], uses: Mapping[int, dict[str, list[str]]]) -> list[Training]:
    """The training cells that were run, in order, given the globals noted after each."""
    made = constructed(sources.values())
    return [Training(index, sources[index], uses[index], made) for index in sorted(uses) if index in sources]


def watched(sources: Mapping[int, str]) -> frozenset[int]:
    """The cells whose own statements train: they call `backward` or `zero_grad`, or a function that does."""
    trees = {index: _parse(source) for index, source in sources.items()}
    trainers = _trainers(trees.values())
    return frozenset(
        index
        for index, tree in trees.items()
        if any(_trains(s, trainers) for s in tree.body if not isinstance(s, DEFINITIONS))
    )


def constructed(sources: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each global that is assigned from a call, the names of what is called; `m = model.to(d)` follows `model`."""
    found: dict[str, frozenset[str]] = {}
    for source in sources:
        for statement in _parse(source).body:
            if isinstance(statement, ast.Assign):
                calls = _origin(statement.value, found)
                for target in statement.targets:
                    if isinstance(target, ast.Name) and calls:
                        found[target.id] = found.get(target.id, frozenset()) | calls
    return found


def _origin(value: ast.expr, found: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if isinstance(value, ast.Name):
        return found.get(value.id, frozenset())
    if not isinstance(value, ast.Call):
        return frozenset()
    if isinstance(value.func, ast.Attribute) and value.func.attr in WRAPPERS:
        inner = value.args[0] if value.func.attr in ("compile", "DataParallel") and value.args else value.func.value
        return _origin(inner, found)
    return frozenset({_called(value)} - {""})


def _trainers(trees: Iterable[ast.Module]) -> set[str]:
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, DEFINITIONS[:2])]
    known: set[str] = set()
    while True:
        more = {f.name for f in functions if f.name not in known and any(_trains(s, known) for s in f.body)}
        if not more:
            return known
        known |= more


def _trains(node: ast.AST, trainers: set[str]) -> bool:
    calls = {_called(part) for part in ast.walk(node) if isinstance(part, ast.Call)}
    return bool(calls & (STEPS | trainers))


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


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


def _loaded(tree: ast.Module) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _parse(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module(body=[], type_ignores=[])

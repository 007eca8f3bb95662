"""Which statements to run again before a training statement, so that its objects are made anew from other values."""

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from autograder.source.parsing import called_name, parse_or_empty
from autograder.source.training import StatementPlace
from autograder.source.training_loops import CallName, TrainingCalls

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
MODES: tuple[CallName, ...] = (("train", True), ("eval", True))
MOVES = frozenset({"train", "eval", "to", "cuda", "cpu", "float", "double", "half", "requires_grad_"})
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
COMPOUND = (ast.If, ast.With, ast.Try)


@dataclass(frozen=True)
class Replay:
    """The cells of a notebook, and the statements of them that train, which are never run for another's sake."""

    cells: Mapping[int, str]
    training: Collection[StatementPlace]

    def before(self, place: StatementPlace, roots: Collection[str]) -> str:
        """The statements before a place's cell that make what the cell uses from the `roots`, in order.

        Each stands by itself: what one raises does not keep the next from running. Constants come along, and
        functions that are defined anew later on, for both may have changed since.
        """
        earlier = list(self._earlier(place))
        needed = self.reads(parse_or_empty(self.cells[place.cell]))
        kept: list[ast.stmt] = []
        for statement in reversed(earlier):
            bound = self.binds(statement) - set(roots)
            if bound & needed:
                kept.append(statement)
                needed |= self.reads(statement)
        affected, statements = set(roots), list[ast.stmt]()
        chosen = {id(statement) for statement in kept}
        for statement in earlier:
            touched = self._made_of(statement) & affected
            if id(statement) in chosen and (touched or self._comes_along(statement)):
                affected |= self.binds(statement) if touched else set()
                statements.append(statement)
            elif touched & needed - set(roots) and self._moves(statement):
                statements.append(statement)  # it may put a model into another mode or place
        return "".join(map(_alone, statements))

    def cell(self, place: StatementPlace, roots: Collection[str]) -> str:
        """A place's cell without other training, and without what gives the `roots` a value from elsewhere."""
        others = {p.number for p in self.training if p.cell == place.cell and p.number != place.number}
        kept = [
            statement
            for number, statement in enumerate(parse_or_empty(self.cells[place.cell]).body)
            if number == place.number or not (number in others or _gives_only(statement, set(roots)))
        ]
        return ast.unparse(ast.Module(body=kept, type_ignores=[]))

    def reads(self, node: ast.AST) -> set[str]:
        """The names that a piece of text loads, also through the functions and classes of the notebook."""
        found: set[str] = set()
        waiting = [node]
        while waiting:
            new = _loaded(waiting.pop()) - found
            found |= new
            waiting += [part for name in new for part in self._definitions.get(name, ())]
        return found

    def binds(self, statement: ast.stmt) -> set[str]:
        """The globals that a statement gives a value to, also by functions that declare them global."""
        if isinstance(statement, DEFINITIONS):
            return {statement.name}
        found = _stored(statement) if isinstance(statement, (*ASSIGNMENTS, *COMPOUND)) else set()
        names = _loaded(statement) if isinstance(statement, (ast.Expr, *ASSIGNMENTS)) else set()
        for definition in (part for name in names for part in self._definitions.get(name, ())):
            found |= {name for part in ast.walk(definition) if isinstance(part, ast.Global) for name in part.names}
        return found

    def _earlier(self, place: StatementPlace) -> Iterator[ast.stmt]:
        training = {(p.cell, p.number) for p in self.training}
        for index in sorted(index for index in self.cells if index < place.cell):
            for number, statement in enumerate(parse_or_empty(self.cells[index]).body):
                if (index, number) not in training:
                    yield statement

    def _made_of(self, statement: ast.stmt) -> set[str]:
        """What a statement uses when it is run; a function uses nothing until it is called."""
        if isinstance(statement, FUNCTIONS):
            return set()
        return (
            set().union(*map(_loaded, statement.bases))
            if isinstance(statement, ast.ClassDef)
            else self.reads(statement)
        )

    def _moves(self, statement: ast.stmt) -> bool:
        """Whether a statement puts an object into another mode or place, by a method or by a function that does so."""
        match statement:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name())) as call) if called_name(call) in MOVES:
                return True
            case ast.Expr() | ast.Assign():
                return self._moving.under(statement)
            case _:
                return False

    def _comes_along(self, statement: ast.stmt) -> bool:
        if isinstance(statement, DEFINITIONS):
            return len(self._definitions.get(statement.name, ())) > 1
        return isinstance(statement, ast.Assign) and not any(
            isinstance(part, (ast.Name, ast.Call)) for part in ast.walk(statement.value)
        )

    @cached_property
    def _definitions(self) -> dict[str, list[ast.AST]]:
        found: dict[str, list[ast.AST]] = {}
        for source in self.cells.values():
            for node in ast.walk(parse_or_empty(source)):
                if isinstance(node, DEFINITIONS):
                    found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def _moving(self) -> TrainingCalls:
        return TrainingCalls.of(map(parse_or_empty, self.cells.values()), MODES).without(MODES)


def _gives_only(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a statement gives a value to none but some names, and not from each other."""
    if isinstance(statement, DEFINITIONS):
        return statement.name in names
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return False
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    parts = [part for target in targets for part in _parts(target)]
    gives = all(isinstance(part, ast.Name) and part.id in names for part in parts)
    return gives and not _only_moves(statement, names)


def _only_moves(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a statement gives some names values of each other, as in a swap."""
    if not isinstance(statement, ast.Assign):
        return False
    read = _loaded(statement.value)
    return bool(read) and read <= names


def _parts(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _parts(part)
    else:
        yield target


def _alone(statement: ast.stmt) -> str:
    attempt = ast.parse("try:\n    pass\nexcept Exception:\n    pass")
    attempt.body[0].body = [statement]  # type: ignore[attr-defined]
    return ast.unparse(attempt) + "\n"


def _loaded(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}


def _stored(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}

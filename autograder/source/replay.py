"""Selects the statements to run again before a training statement, so that its objects are rebuilt from new values."""

import ast
import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from autograder.source.parsing import called_name, parse_or_empty
from autograder.source.training import TRAINING_CALLS, StatementPlace
from autograder.source.training_loops import CallName, TrainingCalls

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
MODES: tuple[CallName, ...] = (("train", True), ("eval", True))
MOVES = frozenset({"train", "eval", "to", "cuda", "cpu", "float", "double", "half", "requires_grad_"})
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
COMPOUND = (ast.If, ast.With, ast.Try)


@dataclass(frozen=True)
class Replay:
    """The cells of a notebook and its training statements, from which other statements are chosen to run again.

    `cells` are the code cells by index. A training statement is never run again for the sake of another one.
    """

    cells: Mapping[int, str]
    training: Collection[StatementPlace]

    def before(self, place: StatementPlace, roots: Collection[str]) -> str:
        """Return source text that rebuilds, from the names in `roots`, what the cell of `place` uses.

        It holds the needed statements of earlier cells, in order, each in a `try` of its own, so that one that
        raises does not stop the next. Constants, and functions that are defined more than once, are included, since
        both may have changed in the meantime.
        """
        earlier = list(self._earlier(place))
        needed = self.reads(parse_or_empty(self.cells[place.cell]))
        makers: list[ast.stmt] = []
        for statement in reversed(earlier):
            bound = self.binds(statement) - set(roots)
            if bound & needed:
                makers.append(statement)
                needed |= self.reads(statement)
        affected, statements = set(roots), list[ast.stmt]()
        chosen = {id(statement) for statement in makers}
        for statement in earlier:
            touched = self._made_of(statement) & affected
            if id(statement) in chosen and (touched or self._comes_along(statement)):
                affected |= self.binds(statement) if touched else set()
                statements.append(statement)
            elif touched & needed - set(roots) and self._moves(statement):
                statements.append(statement)  # it may put a model into another mode or place
        return "".join(map(_alone, statements))

    def cell(self, place: StatementPlace, roots: Collection[str]) -> str:
        """Return the cell of `place` without other training statements and without assignments to names in `roots`."""
        return _text([statement for _, statement in self._body(place, roots)])

    def parts(self, place: StatementPlace, roots: Collection[str]) -> tuple[str, str]:
        """Return what stands in that cell before the statement of `place`, and the statement itself."""
        body = self._body(place, roots)
        before = [statement for number, statement in body if number < place.number]
        itself = [statement for number, statement in body if number == place.number]
        return (_text(before), _text(itself))

    def _body(self, place: StatementPlace, roots: Collection[str]) -> list[tuple[int, ast.stmt]]:
        other_training = {p.number for p in self.training if p.cell == place.cell and p.number != place.number}
        return [
            (number, statement)
            for number, statement in enumerate(parse_or_empty(self.cells[place.cell]).body)
            if number == place.number or not (number in other_training or _gives_only(statement, set(roots)))
        ]

    def opened(self, place: StatementPlace) -> "Replay | None":
        """Return these cells with the branch of a statement taken in which it trains; None where there is no branch.

        Such a branch stands behind a flag that is off, beside one that loads weights.
        """
        tree = parse_or_empty(self.cells[place.cell])
        calls = TrainingCalls.of(map(parse_or_empty, self.cells.values()), TRAINING_CALLS)
        body = list(tree.body)
        statement = copy.deepcopy(body[place.number]) if place.number < len(body) else None
        if statement is None or not _open(statement, calls):
            return None
        body[place.number] = statement
        opened = _text(body)
        return replace(self, cells={**self.cells, place.cell: opened})

    def reads(self, node: ast.AST) -> set[str]:
        """Return the names that a piece of text loads, also through functions and classes of the notebook."""
        names: set[str] = set()
        waiting = [node]
        while waiting:
            new = _loaded(waiting.pop()) - names
            names |= new
            waiting += [part for name in new for part in self._definitions.get(name, ())]
        return names

    def binds(self, statement: ast.stmt) -> set[str]:
        """Return the globals that a statement assigns, also by calling functions that declare them `global`."""
        if isinstance(statement, DEFINITIONS):
            return {statement.name}
        bound = _stored(statement) if isinstance(statement, (*ASSIGNMENTS, *COMPOUND)) else set()
        names = _loaded(statement) if isinstance(statement, (ast.Expr, *ASSIGNMENTS)) else set()
        for definition in (part for name in names for part in self._definitions.get(name, ())):
            bound |= {name for part in ast.walk(definition) if isinstance(part, ast.Global) for name in part.names}
        return bound

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
        definitions: dict[str, list[ast.AST]] = {}
        for source in self.cells.values():
            for node in ast.walk(parse_or_empty(source)):
                if isinstance(node, DEFINITIONS):
                    definitions.setdefault(node.name, []).append(node)
        return definitions

    @cached_property
    def _moving(self) -> TrainingCalls:
        return TrainingCalls.of(map(parse_or_empty, self.cells.values()), MODES).without(MODES)


def _open(statement: ast.stmt, calls: TrainingCalls) -> bool:
    """Make a statement take the branch that trains, outside of loops and functions; return whether there is one."""
    if isinstance(statement, ast.If):
        for branch, taken in ((statement.body, True), (statement.orelse, False)):
            if any(calls.under(part) for part in branch):
                statement.test = ast.Constant(taken)
                _open_all(branch, calls)
                return True
        return False
    if isinstance(statement, (ast.With, ast.Try)):
        return _open_all(statement.body, calls)
    return False


def _open_all(statements: list[ast.stmt], calls: TrainingCalls) -> bool:
    opened = [_open(statement, calls) for statement in statements]  # every one of them
    return any(opened)


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


def _text(statements: list[ast.stmt]) -> str:
    return ast.unparse(ast.Module(body=statements, type_ignores=[]))


def _alone(statement: ast.stmt) -> str:
    attempt = ast.parse("try:\n    pass\nexcept Exception:\n    pass")
    attempt.body[0].body = [statement]  # type: ignore[attr-defined]
    return ast.unparse(attempt) + "\n"


def _loaded(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}


def _stored(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}

"""Which names the statements of a notebook set and use, and what an answer needs before it can run."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.source.parsing import parse

SETS = re.compile(r"(?m)^(?:class|def|async def)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)")
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True)
class TopStatement:
    """A statement at the top of a cell: the lines where it stands, and the globals that it sets and uses."""

    cell: int
    first_line: int
    last_line: int
    sets: frozenset[str]
    uses: frozenset[str]


@dataclass(frozen=True)
class NameFlow:
    """The statements of a notebook, in order."""

    statements: tuple[TopStatement, ...]

    @classmethod
    def of(cls, sources: Mapping[int, str]) -> "NameFlow":
        """Read the code cells of a notebook, given by index; of one that is no Python only the names that it sets."""
        return cls(
            tuple(statement for index, text in sorted(sources.items()) for statement in _statements(index, text))
        )

    def setting(self, names: Collection[str]) -> list[TopStatement]:
        """Return the statements that set one of some names."""
        return [statement for statement in self.statements if not statement.sets.isdisjoint(names)]

    def needed(self, names: Iterable[str]) -> frozenset[str]:
        """Return some names with all that the statements which set them use, and so on."""
        makers: dict[str, set[str]] = {}
        for statement in self.statements:
            for name in statement.sets:
                makers.setdefault(name, set()).update(statement.uses)
        waiting, needed = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += makers.get(name, ())
        return frozenset(needed)


def names_set(source: str) -> list[str]:
    """Return the globals that the source text of a cell would set, as far as can be told where it is no Python."""
    return sorted({name for statement in _statements(0, source) for name in statement.sets})


def _statements(cell: int, source: str) -> Iterator[TopStatement]:
    tree = parse(source)
    if tree is None:
        sets = frozenset(name for match in SETS.finditer(source) for name in match.groups() if name)
        yield TopStatement(cell, 1, source.count("\n") + 1, sets, frozenset())
        return
    for statement in tree.body:
        uses = frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
        first = min([statement.lineno, *(part.lineno for part in getattr(statement, "decorator_list", ()))])
        yield TopStatement(cell, first, statement.end_lineno or first, frozenset(_sets(statement)), uses)


def _sets(statement: ast.stmt) -> Iterator[str]:
    """Yield the globals that a statement sets or changes, not looking into functions and classes that it defines."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                yield from _root(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                yield from _root(method)  # chars.append(x) changes chars
        if not isinstance(node, SCOPES):
            waiting += ast.iter_child_nodes(node)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id

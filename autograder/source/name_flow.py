"""Which names the statements of a notebook set and use, and what an answer needs before it can run."""

import ast
import dis
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

from autograder.source.parsing import nodes_of, parse

SETS = re.compile(r"(?m)^(?:class|def|async def)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)")
CACHED_STATEMENTS = 1000
LOADS = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True)
class TopStatement:
    """A statement at the top of a cell: the lines where it stands, and the globals that it sets and uses."""

    cell: int
    first_line: int
    last_line: int
    sets: frozenset[str]
    uses: frozenset[str]
    is_definition: bool = False  # of a class or a function


@dataclass(frozen=True)
class NameFlow:
    """The statements of a notebook, in order."""

    statements: tuple[TopStatement, ...]

    @classmethod
    def of(cls, sources: Mapping[int, str]) -> "NameFlow":
        """Read the code cells of a notebook, given by index; of one that is no Python only the names that it sets."""
        trees = {index: parse(text) for index, text in sorted(sources.items())}
        imported = {name for tree in trees.values() if tree is not None for name in _imported(tree)}
        cells = (_statements(index, sources[index], tree, imported) for index, tree in trees.items())
        return cls(tuple(statement for cell in cells for statement in cell))

    def setting(self, names: Collection[str]) -> list[TopStatement]:
        """Return the statements that set one of some names."""
        return [statement for statement in self.statements if not statement.sets.isdisjoint(names)]

    def needed(self, names: Iterable[str], last_cell: int) -> frozenset[str]:
        """Return some names with all that the statements which set them use, and so on.

        What is set in cells up to `last_cell` counts; cells after it count for names that are only set there.
        """
        makers: dict[str, set[str]] = {}
        early = {name for statement in self.statements if statement.cell <= last_cell for name in statement.sets}
        for statement in self.statements:
            for name in statement.sets if statement.cell <= last_cell else statement.sets - early:
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
    return sorted({name for statement in NameFlow.of({0: source}).statements for name in statement.sets})


def _statements(cell: int, source: str, tree: ast.Module | None, imported: Collection[str]) -> Iterator[TopStatement]:
    if tree is None:
        sets = frozenset(name for match in SETS.finditer(source) for name in match.groups() if name)
        yield TopStatement(cell, 1, source.count("\n") + 1, sets, frozenset())
        return
    for statement in tree.body:
        first = min([statement.lineno, *(part.lineno for part in getattr(statement, "decorator_list", ()))])
        sets = frozenset(_sets(statement, imported))
        last, defines = statement.end_lineno or first, isinstance(statement, SCOPES)
        yield TopStatement(cell, first, last, sets, _uses(statement), defines)


@lru_cache(CACHED_STATEMENTS)  # a notebook's statements are asked about several times
def _uses(statement: ast.stmt) -> frozenset[str]:
    """Return the globals that a statement reads, in the functions and classes that it defines too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            code = compile(ast.Module([statement], []), "<cell>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # such as `return` outside a function
        return frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
    return frozenset(_read(code))


def _read(code: CodeType) -> Iterator[str]:
    steps = list(dis.get_instructions(code))
    read = {str(step.argval) for step in steps if step.opname in LOADS}
    if code.co_name != "<module>":  # the body of a class sees its own names before the globals
        read -= {str(step.argval) for step in steps if step.opname == "STORE_NAME"}
    yield from read
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _read(constant)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in nodes_of(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _bound(node)


def _bound(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    return (alias.asname or alias.name.partition(".")[0] for alias in statement.names)


def _sets(statement: ast.stmt, imported: Collection[str]) -> Iterator[str]:
    """Yield the globals that a statement sets or changes, not looking into functions and classes that it defines.

    What is called of a module does not change the module.
    """
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
                yield from (name for part in ast.walk(node) if isinstance(part, ast.Global) for name in part.names)
            case ast.Import() | ast.ImportFrom():
                yield from _bound(node)
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                yield from set(_root(node)) - set(imported)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
                yield from set(_root(method)) - set(imported)  # chars.append(x) changes chars
        if not isinstance(node, SCOPES):
            waiting += ast.iter_child_nodes(node)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id

"""Mutation operators: each changes Python source in one place of its syntax tree, like a programmer's slip."""

import ast
import copy
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from autograder.source.edits import SourceEdits
from autograder.source.parsing import parse
from autograder.source.parsing import parse_or_empty as parsed

SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.Assert, ast.Raise, ast.Delete)
ORDERED = (ast.MatMult, ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)  # a op b is not b op a
AXES = ("dim", "axis")
OTHER = {  # what an operator is taken for
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
N = TypeVar("N", bound=ast.AST)
Change = tuple[str, ast.AST, ast.AST]  # the name of what was done, what stood there, and what stands there now


@dataclass(frozen=True)
class Mutation:
    """A changed source text, the operator that changed it, and the line, counted from 1, that was changed."""

    operator: str
    line: int
    source: str


def mutations(source: str, lines: Collection[int], modules: Collection[str] = ()) -> Iterator[Mutation]:
    """Yield all distinct mutations of some lines of a source that compile.

    `lines` are numbers, counted from 1; `modules` are the names that stand for imported modules.
    """
    tree = parse(source)
    if tree is None:
        return
    known_dumps = {ast.dump(tree)}
    for operator, old, new in _changes(tree, modules):
        if not isinstance(old, ast.expr | ast.stmt) or old.lineno not in lines:
            continue
        changed = _replaced(source, tree, old, new)
        new_tree = parse(changed) if changed is not None else None
        if changed is None or new_tree is None or ast.dump(new_tree) in known_dumps or not _compiles(changed):
            continue
        known_dumps.add(ast.dump(new_tree))
        yield Mutation(operator, old.lineno, changed)


def imported(sources: Iterable[str]) -> frozenset[str]:
    """Return the names that the imports in some sources bind."""
    nodes = (node for source in sources for node in ast.walk(parsed(source)))
    imports = (node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset(alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names)


def _changes(tree: ast.Module, modules: Collection[str]) -> Iterator[Change]:
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # to drop those is to drop all
    for node in _visited(tree):
        if isinstance(node, ast.stmt):
            yield from _of_statement(node)
        elif isinstance(node, ast.Call):
            yield from () if id(node) in alone else _unwrapped(node, modules)
            yield from _of_call(node)
        else:
            yield from _of_expression(node)


def _visited(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes in the order of the text, but for what stands in f-strings, and the insides of numbers."""
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, ast.JoinedStr):
            yield child
            yield from () if _is_number(child) else _visited(child)


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, SIMPLE) and not text:
        yield "drop_statement", node, ast.Pass()
    if isinstance(node, ast.AugAssign):
        for other in OTHER.get(type(node.op), ()):
            yield "sign", node, _with(node, op=other())
    if isinstance(node, ast.If | ast.While):
        yield "negate", node.test, _not(node.test)


def _of_expression(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            if isinstance(op, ORDERED):
                yield "swap", node, ast.BinOp(right, op, left)
            yield from (("sign", node, _with(node, op=other())) for other in OTHER.get(type(op), ()))
        case ast.Compare(ops=[op, *ops]):
            yield from (("comparison", node, _with(node, ops=[other(), *ops])) for other in OTHER.get(type(op), ()))
        case ast.BoolOp(op=op):
            yield from (("comparison", node, _with(node, op=other())) for other in OTHER.get(type(op), ()))
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand) if not _is_number(node):
            yield "sign" if isinstance(node.op, ast.USub) else "negate", node, operand
        case ast.Subscript(value=value, slice=index):
            if any(isinstance(part, ast.Slice) for part in (index, *getattr(index, "elts", ()))):
                yield "slice", node, value
        case ast.Slice():
            yield from (("slice", node, moved) for moved in _moved(node))
        case ast.IfExp(test=test):
            yield "negate", test, _not(test)
        case ast.comprehension(ifs=tests):
            yield from (("negate", test, _not(test)) for test in tests)
        case ast.Constant(value=bool() as value):
            yield "constant", node, ast.Constant(not value)
        case _ if _is_number(node):
            yield from (("constant", node, ast.Constant(value)) for value in _near(_number(node)))


def _unwrapped(node: ast.Call, modules: Collection[str]) -> Iterator[Change]:
    """The call dropped: what is left is its first argument, or the object whose method it was."""
    if node.args and not isinstance(node.args[0], ast.Starred | ast.Constant):
        yield "unwrap", node, node.args[0]
    match node.func:
        case ast.Attribute(value=ast.Name(id="self")):
            pass
        case ast.Attribute(value=target) if not _is_module(target, modules):
            yield "unwrap", node, target


def _of_call(node: ast.Call) -> Iterator[Change]:
    """An axis moved, and the two arguments of a call in the other order."""
    for keyword in node.keywords:
        if keyword.arg in AXES and _is_number(keyword.value):
            for axis in (-2 if _number(keyword.value) == -1 else -1, 0):
                yield "axis", keyword.value, ast.Constant(axis)
    if len(node.args) == 2:
        yield "swap", node, _with(node, args=node.args[::-1])


def _moved(part: ast.Slice) -> Iterator[ast.Slice]:
    for name in ("lower", "upper", "step"):
        bound = getattr(part, name)
        if bound is None:
            continue
        yield _with(part, **{name: None})
        for op in (ast.Add(), ast.Sub()) if not _is_number(bound) else ():
            yield _with(part, **{name: ast.BinOp(bound, op, ast.Constant(1))})


def _near(value: int | float) -> tuple[int | float, ...]:
    if isinstance(value, int):
        return (value + 1, value - 1, *((-value,) if value < 0 else ()))
    return (value * 2, value + 1.0, -value)


def _is_number(node: ast.AST) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _number(node: ast.AST) -> int | float:
    value: int | float = ast.literal_eval(node)
    return value


def _not(test: ast.expr) -> ast.expr:
    already = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    return test.operand if already else ast.UnaryOp(ast.Not(), test)  # type: ignore[attr-defined]


def _with(node: N, **fields: object) -> N:
    clone = copy.copy(node)
    for name, value in fields.items():
        setattr(clone, name, value)
    return clone


def _is_module(node: ast.expr, modules: Collection[str]) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in modules


def _replaced(source: str, tree: ast.Module, old: ast.expr | ast.stmt, new: ast.AST) -> str | None:
    """The source with a node replaced, in parentheses where it needs them; None where the text cannot say it."""
    written = ast.unparse(ast.fix_missing_locations(copy.deepcopy(new)))
    expected_dump = ast.dump(ast.parse(ast.unparse(_swapped(tree, old, new))))
    start, end = SourceEdits(source).span(old)
    data = source.encode()
    for text in (written, f"({written})"):
        changed = (data[:start] + text.encode() + data[end:]).decode()
        new_tree = parse(changed)
        if new_tree is not None and ast.dump(new_tree) == expected_dump:
            return changed
    return None


def _swapped(tree: ast.Module, old: ast.AST, new: ast.AST) -> ast.Module:
    copies: dict[int, ast.AST] = {}
    copied = copy.deepcopy(tree, copies)
    place = copies[id(old)]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is place else self.generic_visit(node)

    Swap().visit(copied)
    return copied


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True

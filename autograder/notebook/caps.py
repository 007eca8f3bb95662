"""Finds values in a notebook that are too large for grading: the names and arguments that the lab caps."""

import ast
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.lab.declaration import Cap, Scaling
from autograder.source.constants import RUN_TIME_FUNCTIONS, Number, constant_value, is_arithmetic
from autograder.source.parsing import called_name, nodes_of

# `steps=` of these says how many points a grid has, not how long something trains
LIBRARIES = frozenset({"torch", "np", "numpy", "plt", "math", "F"})

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(frozen=True)
class TooLarge:
    """A value in a notebook that is, or may be, larger than the lab allows.

    `node` is the value's place in the syntax tree, `name` the capped name or called function, `maximum` the largest
    value allowed. `number` is the text of the number to put there instead; None where the value is only known at run
    time and must be held to `maximum` then.
    """

    node: ast.expr
    name: str
    number: str | None
    maximum: int


class Caps:
    """The caps of a lab, prepared for one notebook.

    Some caps depend on what the notebook assigns elsewhere: a width must remain a multiple of the number of heads.
    """

    def __init__(self, scaling: Scaling, trees: Iterable[ast.Module]) -> None:
        self._caps = {name.lower(): cap for name, cap in scaling.caps.items()}
        self._calls = scaling.calls
        self._alike = scaling.alike
        self._values: dict[str, set[int]] = {
            cap.multiple_of.lower(): set() for cap in self._caps.values() if cap.multiple_of
        }
        self._loose: set[int] = set()
        for tree in trees if self._values else ():
            self._survey(tree)

    def of(self, node: ast.AST, in_function: bool, in_model: bool = False) -> Iterator[TooLarge]:
        """Yield the values that one node gives to capped names or arguments and that are, or may be, too large.

        `in_model` says that the node stands in a method of a model.
        """
        if isinstance(node, ast.Call):
            yield from self._of_call(node)
        strictest: dict[int, TooLarge] = {}  # `a = b = 8000` is one value with two names
        for name, value in named_values(node):
            for capped in self._of_binding(node, name, value, in_function, in_model):
                previous = strictest.setdefault(id(value), capped)
                strictest[id(value)] = min(previous, capped, key=lambda value: value.maximum)
        yield from strictest.values()

    def _of_binding(
        self, node: ast.AST, name: str, value: ast.expr, in_function: bool, in_model: bool
    ) -> Iterator[TooLarge]:
        cap = self._caps.get(self._own(name))
        if cap is None or (in_model and not cap.in_models):
            return
        number = constant_value(value)
        if number is not None:
            if not self._is_written_out(cap, {number}):
                yield from _capped(value, name, number, self._limit(cap, number))
        elif not in_function and _is_whole_value(node, value) and self._may_cap(cap, name, value):
            yield TooLarge(value, name, None, self._limit(cap, None))

    def _of_call(self, call: ast.Call) -> Iterator[TooLarge]:
        name = called_name(call)
        cap = self._calls.get(name)
        if cap is None:
            return
        value = next((keyword.value for keyword in call.keywords if keyword.arg == cap.argument), None)
        before = call.args[: cap.position + 1]
        if value is None and len(before) > cap.position and not any(isinstance(arg, ast.Starred) for arg in before):
            value = call.args[cap.position]
        if value is None:
            return
        number = constant_value(value)
        if number is not None:
            yield from _capped(value, name, number, cap.max)
        elif not isinstance(value, ast.Constant):
            yield TooLarge(value, name, None, cap.max)

    def _own(self, name: str) -> str:
        """The lab's name for what a notebook gives a name to, in small letters."""
        return self._alike.get(name.lower(), name).lower()

    def _survey(self, tree: ast.Module) -> None:
        named: set[int] = set()  # constants that are (part of) the value of a capped name, by identity
        for node in nodes_of(tree):
            for name, value in named_values(node):
                number = constant_value(value)
                if self._own(name) in self._caps:
                    named |= {id(part) for part in ast.walk(value)}
                if self._own(name) in self._values and isinstance(number, int) and number > 0:
                    self._values[self._own(name)].add(number)
        constants = (node for node in nodes_of(tree) if isinstance(node, ast.Constant) and id(node) not in named)
        self._loose |= {node.value for node in constants if isinstance(node.value, int)}

    def _is_written_out(self, cap: Cap, sizes: set[Number]) -> bool:
        """Whether a size, or its part in each head, also stands elsewhere as a bare number, which no cap would meet."""
        divisors = self._values[cap.multiple_of.lower()] if cap.multiple_of else set()
        parts = {size // divisor for size in sizes for divisor in divisors}
        return bool(cap.multiple_of) and bool((sizes | parts) & self._loose)

    def _may_cap(self, cap: Cap, name: str, value: ast.expr) -> bool:
        names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)} - RUN_TIME_FUNCTIONS
        sizes = {part.value for part in ast.walk(value) if isinstance(part, ast.Constant)} - {1}
        # a size made from another, uncapped size (`head_size * n_head`) must go on agreeing with it
        agrees = all(self._own(part) in (*self._caps, *self._values) for part in names) and not sizes & self._loose
        # `steps = steps + 1` counts: a counter that stops counting may never end its loop
        return is_arithmetic(value) and name not in names and (agrees or not cap.multiple_of)

    def _limit(self, cap: Cap, number: Number | None) -> int:
        """The cap, or the largest multiple below it of what the student's own number is a multiple of."""
        values = self._values[cap.multiple_of.lower()] if cap.multiple_of else set()
        divisor = math.lcm(*(value for value in values if number is None or number % value == 0))
        return max(cap.max - cap.max % divisor, divisor)


def named_values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name that a node gives a value to, with the value.

    Counted are assignments, keyword arguments, default arguments and dict keys that are strings.
    """
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _matched(target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield from _matched(target, value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=library))) if library in LIBRARIES:
            return
        case ast.Call(keywords=keywords):
            yield from ((keyword.arg, keyword.value) for keyword in keywords if keyword.arg)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            yield from _defaults(node)


def _matched(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str() as name)):
            yield name, value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            starred = any(isinstance(part, ast.Starred) for part in (*targets, *values))
            if len(targets) == len(values) and not starred:
                for inner_target, inner_value in zip(targets, values, strict=True):
                    yield from _matched(inner_target, inner_value)


def _defaults(function: Function) -> Iterator[tuple[str, ast.expr]]:
    args = function.args
    positional = [*args.posonlyargs, *args.args]
    with_default = positional[len(positional) - len(args.defaults) :]
    for arg, default in zip((*with_default, *args.kwonlyargs), (*args.defaults, *args.kw_defaults), strict=True):
        if default is not None:
            yield arg.arg, default


def _capped(node: ast.expr, name: str, number: Number, limit: int) -> Iterator[TooLarge]:
    if number > limit:
        yield TooLarge(node, name, repr(float(limit) if isinstance(number, float) else limit), limit)


def _is_whole_value(node: ast.AST, value: ast.expr) -> bool:
    match node:
        case ast.Assign(targets=[_], value=whole) | ast.AnnAssign(value=whole):
            return whole is value
        case _:
            return False

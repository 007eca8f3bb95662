"""Computes constant expressions as students write them: `8000`, `5_000`, `10 * 800`, `int(5e3)`, `2**8`."""

import ast
import operator
from collections.abc import Callable

Number = int | float

FUNCTIONS: dict[str, Callable[[Number], Number]] = {"int": int, "float": float, "round": round, "abs": abs}
RUN_TIME_FUNCTIONS = {*FUNCTIONS, "len", "min", "max"}
OPERATORS: dict[type[ast.AST], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
MAX_VALUE = 2**128
MAX_EXPONENT = 64


def constant_value(node: ast.expr) -> Number | None:
    """Return the value of an expression that consists of numbers alone; None for any other expression."""
    try:
        return _fold(node)
    except (ArithmeticError, ValueError, RecursionError):
        return None


def is_arithmetic(node: ast.expr) -> bool:
    """Return whether an expression holds nothing but names, numbers, arithmetic and calls such as `len(data)`."""
    return all(_is_arithmetic(part) for part in ast.walk(node))


def _fold(node: ast.expr) -> Number | None:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return _bounded(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = _fold(operand)
            return None if positive is None else -positive
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _fold(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return _operate(op, _fold(left), _fold(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            number = _fold(argument)
            return None if number is None else FUNCTIONS[name](number)
        case _:
            return None


def _operate(op: ast.operator, left: Number | None, right: Number | None) -> Number | None:
    if left is None or right is None:
        return None
    if isinstance(op, ast.Pow):
        # a power may be too large to compute at all, or complex
        safe = abs(right) <= MAX_EXPONENT and (left >= 0 or isinstance(right, int))
        return _bounded(left**right) if safe else None
    return _bounded(OPERATORS[type(op)](left, right)) if type(op) in OPERATORS else None


def _bounded(value: Number) -> Number | None:
    return None if isinstance(value, int) and abs(value) > MAX_VALUE else value


def _is_arithmetic(part: ast.AST) -> bool:
    match part:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return name in RUN_TIME_FUNCTIONS
        case ast.Name() | ast.BinOp() | ast.UnaryOp() | ast.operator() | ast.unaryop() | ast.expr_context():
            return True
        case _:
            return False

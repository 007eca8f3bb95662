"""The classes and functions that a cell defines."""

import ast
from collections.abc import Iterable

from autograder.source.parsing import parse_or_empty

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def definitions_below(source: str, line: int) -> dict[str, str]:
    """Return the source text of the classes and functions at a line of a cell and below it, by name, in order.

    It is empty where the statement at the line defines none.
    """
    rest = [statement for statement in parse_or_empty(source).body if (statement.end_lineno or 0) >= line]
    if not rest or not isinstance(rest[0], Definition):
        return {}
    return _texts(rest)


def definitions_in(source: str) -> dict[str, str]:
    """Return the source text of the classes and functions that a cell defines, by name, in order."""
    return _texts(parse_or_empty(source).body)


def _texts(statements: Iterable[ast.stmt]) -> dict[str, str]:
    return {one.name: ast.unparse(one) for one in statements if isinstance(one, Definition)}

"""Python text as a tree, for text that may be no Python at all."""

import ast
import warnings
from functools import lru_cache

CACHED_TREES = 128  # texts: a notebook's cells, which many questions are about


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a source, or None where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's '\d' is no concern of ours
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


@lru_cache(CACHED_TREES)
def parse_or_empty(source: str) -> ast.Module:
    """The syntax tree of a source; an empty one where there is none. It is everybody's: nobody changes it."""
    return parse(source) or ast.Module(body=[], type_ignores=[])


def called_name(call: ast.Call) -> str:
    """The name of the function or method that is called; "" where it has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""

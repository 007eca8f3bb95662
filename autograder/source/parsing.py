"""Parses source text that may not be valid Python."""

import ast
import warnings
from functools import lru_cache

CACHED_TREES = 160  # texts: a notebook's cells, which many questions are about
EMPTY = ast.Module(body=[], type_ignores=[])


@lru_cache(CACHED_TREES)
def parse(source: str) -> ast.Module | None:
    """Return the syntax tree of source text, or None if it is invalid; it is cached, so callers must not change it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a student's '\d' is no concern of ours
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def parse_or_empty(source: str) -> ast.Module:
    """Return the syntax tree of source text, empty if it is invalid; it is cached, so callers must not change it."""
    return parse(source) or EMPTY


@lru_cache(CACHED_TREES)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return a tree and all nodes below it, in the order of `ast.walk`; cached, so the tree must not change."""
    return tuple(ast.walk(tree))


def called_name(call: ast.Call) -> str:
    """Return the name of the function or method in a call, or "" if the called expression has no name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""

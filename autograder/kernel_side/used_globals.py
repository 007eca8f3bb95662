"""What a piece of code uses of a notebook: the globals that it names, also through the functions that it calls."""

import inspect
import types
from collections.abc import Iterator, Mapping
from typing import Any


def reach(code: types.CodeType, names: Mapping[str, Any]) -> dict[str, list[str]]:
    """The globals that a code uses, with the names of each one's classes, from the most special up."""
    waiting, seen = [*_names(code)], dict[str, list[str]]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in names:
            continue
        value = names[name]
        seen[name] = [kind.__name__ for kind in type(value).__mro__]
        function = inspect.unwrap(value) if callable(value) else value  # a decorator hides what it decorates
        if isinstance(function, types.FunctionType):
            waiting += _names(function.__code__)
    return seen


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)

"""Which globals of a notebook a piece of code uses, directly or through the functions that it calls."""

import inspect
import types
from collections.abc import Iterator, Mapping
from typing import Any


def used_globals(code: types.CodeType, names: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the globals that a code object uses, following the functions it calls, with the classes of each.

    `names` are the notebook's globals. The classes of a value are given by name, from its own class up to `object`.
    """
    waiting, classes = [*_names(code)], dict[str, list[str]]()
    while waiting:
        name = waiting.pop()
        if name in classes or name not in names:
            continue
        value = names[name]
        classes[name] = [kind.__name__ for kind in type(value).__mro__]
        function = inspect.unwrap(value) if callable(value) else value  # a decorator hides what it decorates
        if isinstance(function, types.FunctionType):
            waiting += _names(function.__code__)
    return classes


def _names(code: types.CodeType) -> Iterator[str]:
    """Yield the names that a code object, or one nested in it, looks up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)

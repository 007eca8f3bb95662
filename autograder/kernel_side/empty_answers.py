"""Answers of the right form that compute nothing, with which an audit proves that properties alone give no points.

The text of this module is executed in the notebook's process, so it imports nothing of the engine.
"""

import functools
import inspect
import random
from collections.abc import Callable
from typing import Any

import torch

ZEROS, CONSTANT, COPY, MEAN, SQUARE, RANDOM = WAYS = ("zeros", "constant", "copy", "mean", "square", "random")


def empty_globals(names: dict[str, Any], targets: list[str], way: str) -> None:
    """Replace the globals named in `targets` by empty answers, in place; names that are not defined are skipped."""
    for name in targets:
        if name in names:
            names[name] = emptied(names[name], way)


def emptied(value: Any, way: str) -> Any:
    """Return a value, function or class whose answers are empty; a class is changed in place and keeps its weights."""
    if inspect.isclass(value):
        for name, method in list(vars(value).items()):
            if inspect.isfunction(method) and not name.startswith("_"):
                setattr(value, name, _emptied_function(method, way))
        return value
    return _emptied_function(value, way) if inspect.isroutine(value) else empty_value(value, None, way)


def empty_value(value: Any, given: Any, way: str) -> Any:
    """Return a value of the type and form of `value` that is made, at most, of the argument `given`."""
    if isinstance(value, torch.Tensor):
        return _empty_tensor(value, given, way)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return type(value)({ZEROS: 0, RANDOM: random.randrange(99)}.get(way, 1))
    if isinstance(value, str):
        text = (
            given
            if way == COPY and isinstance(given, str)
            else {ZEROS: " ", RANDOM: random.choice("abcdefg")}.get(way, "a")
        )
        return (text * len(value))[: len(value)]
    if isinstance(value, dict):
        return {key: empty_value(item, given, way) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if way == COPY and isinstance(given, str | list) and len(given) == len(value):
            return type(value)(given)
        return type(value)([empty_value(item, given, way) for item in value])
    return value


def _emptied_function(function: Callable[..., Any], way: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def answer(*arguments: Any, **named: Any) -> Any:
        value = function(*arguments, **named)
        given = [one for one in (*arguments, *named.values()) if isinstance(one, torch.Tensor | str | list)]
        return empty_value(value, given[0] if given else None, way)

    return answer


def _empty_tensor(value: torch.Tensor, given: Any, way: str) -> torch.Tensor:
    """A tensor of the form of `value`, which gives gradients of zero to all that `value` was computed from."""
    made = torch.zeros_like(value)
    if way == CONSTANT:
        made = torch.ones_like(value)
    elif way == RANDOM:
        made = torch.randn(value.shape) if value.is_floating_point() else torch.randint(9, value.shape)
    elif way in (COPY, MEAN, SQUARE) and isinstance(given, torch.Tensor) and given.dim():
        made = _fitted(given * given if way == SQUARE else given, value.shape)
        if way == MEAN and value.dim() > 1 and value.is_floating_point():
            made = made.mean(1, keepdim=True).expand_as(made)
    made = made.to(value.dtype)
    return made + 0 * value.nan_to_num() if value.requires_grad else made


def _fitted(given: torch.Tensor, shape: torch.Size) -> torch.Tensor:
    """The entries of a tensor in another form: repeated, or as many as there is room for."""
    given = given.detach().double() if not given.is_floating_point() else given
    while given.dim() < len(shape):
        given = given.unsqueeze(-1)
    given = given.flatten(len(shape) - 1) if shape and given.dim() > len(shape) else given
    for axis, size in enumerate(shape):
        have = given.shape[axis]
        given = given.repeat_interleave(-(-size // have), axis).narrow(axis, 0, size) if have else given
    return given if shape else given.double().mean()

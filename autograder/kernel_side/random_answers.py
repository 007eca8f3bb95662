"""Beside a notebook: answers that are random, in the place of the notebook's own.

The text of this module is sent into the notebook's process, so it imports nothing of ours.
"""

import functools
import inspect
import random
import string
from collections.abc import Callable
from typing import Any

import torch

ALIKE, DETACHED, SHAPED, TYPED, MEDDLING = range(5)  # the ways of being random
MOST = 4  # entries more or fewer that a value of another shape has


def scramble(names: dict[str, Any], wanted: list[str], way: int) -> None:
    """Let the objects behind names answer at random; those that are not there stay away."""
    for name in wanted:
        if name in names:
            names[name] = scrambled(names[name], way)


def scrambled(value: Any, way: int) -> Any:
    """A random value in place of a value; functions, and classes by their methods, return such values."""
    if inspect.isclass(value):
        for name, method in list(vars(value).items()):
            if inspect.isfunction(method) and not name.startswith("_"):
                setattr(value, name, _function(method, way))
        return value
    return _function(value, way) if inspect.isroutine(value) else drawn(value, way)


def drawn(value: Any, way: int) -> Any:
    """A random value: of the same type and shape, or of another shape, or of another type."""
    if way == TYPED:
        return random.choice([None, random.random(), _text(3), [random.randrange(9)], torch.randn(2, 3), {"a": 1}])
    if isinstance(value, torch.Tensor):
        return _tensor(value, way)
    if isinstance(value, bool):
        return random.random() < 0.5
    if isinstance(value, int):
        return random.randrange(-abs(value) - MOST, abs(value) + MOST)
    if isinstance(value, float):
        return random.gauss(value, 1.0 + abs(value))
    if isinstance(value, str):
        return _text(_length(len(value), way))
    if isinstance(value, dict):
        values = [drawn(item, way) for item in value.values()]
        return dict(zip(list(value)[: _length(len(value), way)], values, strict=False))
    if isinstance(value, list | tuple):
        items = [drawn(item, way) for item in value]
        return type(value)((items * 2)[: _length(len(items), way)])
    return value


def _function(function: Callable[..., Any], way: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def answer(*arguments: Any, **named: Any) -> Any:
        try:
            value = function(*arguments, **named)
        except Exception:  # a random answer comes where the right one refuses
            value = random.choice(arguments[-1:] or (0,))
        if way == MEDDLING:
            for argument in (*arguments, *named.values()):
                _meddle(argument)
        return drawn(value, way)

    return answer


def _tensor(value: torch.Tensor, way: int) -> torch.Tensor:
    shape = list(value.shape)
    if way == SHAPED:
        if shape and random.random() < 0.7:
            place = random.randrange(len(shape))
            shape[place] = _length(shape[place], way)
        else:
            shape.append(2)
    if not value.is_floating_point():
        top = int(value.max()) + 1 if value.numel() else 1
        return torch.randint(0, max(top, 2), shape).to(value.dtype)
    noise = torch.randn(shape, dtype=value.dtype)
    if way != ALIKE or not value.requires_grad:
        return noise
    return noise + torch.randn_like(value) * (value - value.detach())  # with gradients, which are random too


def _meddle(value: Any) -> None:
    """Change what was passed in, and the parameters of a module."""
    with torch.no_grad():
        if isinstance(value, torch.nn.Module):
            for parameter in value.parameters():
                parameter.add_(torch.randn_like(parameter))
            value.train(random.random() < 0.5)
        elif isinstance(value, torch.Tensor) and value.is_floating_point():
            value.add_(torch.randn_like(value))
        elif isinstance(value, torch.Tensor) and value.numel():
            value.copy_(value.flip(-1) if value.dim() else value)
        elif isinstance(value, list):
            value.append(0)


def _length(length: int, way: int) -> int:
    return max(length + random.choice([-1, 1]) * random.randint(1, MOST), 0) if way == SHAPED else length


def _text(length: int) -> str:
    return "".join(random.choice(string.ascii_letters) for _ in range(length))

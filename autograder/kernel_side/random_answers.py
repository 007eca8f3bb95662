"""Random answers in place of a notebook's own, with which an audit proves that checks reject wrong answers.

The text of this module is executed in the notebook's process, so it imports nothing of the engine.
"""

import functools
import inspect
import random
import string
from collections.abc import Callable
from typing import Any

import torch

SAME_SHAPE, NO_GRADIENT, OTHER_SHAPE, OTHER_TYPE, CHANGES_ARGUMENTS = range(5)  # the modes: how an answer is random
MAX_LENGTH_CHANGE = 4  # entries more or fewer that a value of another shape has, at most


def randomize_globals(names: dict[str, Any], targets: list[str], mode: int) -> None:
    """Replace the globals named in `targets` by random answers, in place; names that are not defined are skipped."""
    for name in targets:
        if name in names:
            names[name] = randomized(names[name], mode)


def randomized(value: Any, mode: int) -> Any:
    """Return a value, function or class whose answers are random; a class is changed in place."""
    if inspect.isclass(value):
        for name, method in list(vars(value).items()):
            if inspect.isfunction(method) and not name.startswith("_"):
                setattr(value, name, _randomized_function(method, mode))
        return value
    return _randomized_function(value, mode) if inspect.isroutine(value) else random_value(value, mode)


def random_value(value: Any, mode: int) -> Any:
    """Return a random value with the type and shape of `value`, or, as `mode` says, another shape or another type."""
    if mode == OTHER_TYPE:
        return random.choice(
            [None, random.random(), _random_text(3), [random.randrange(9)], torch.randn(2, 3), {"a": 1}]
        )
    if isinstance(value, torch.Tensor):
        return _random_tensor(value, mode)
    if isinstance(value, bool):
        return random.random() < 0.5
    if isinstance(value, int):
        return random.randrange(-abs(value) - MAX_LENGTH_CHANGE, abs(value) + MAX_LENGTH_CHANGE)
    if isinstance(value, float):
        return random.gauss(value, 1.0 + abs(value))
    if isinstance(value, str):
        return _random_text(_random_length(len(value), mode))
    if isinstance(value, dict):
        values = [random_value(item, mode) for item in value.values()]
        return dict(zip(list(value)[: _random_length(len(value), mode)], values, strict=False))
    if isinstance(value, list | tuple):
        items = [random_value(item, mode) for item in value]
        return type(value)((items * 2)[: _random_length(len(items), mode)])
    return value


def _randomized_function(function: Callable[..., Any], mode: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def answer(*arguments: Any, **named: Any) -> Any:
        try:
            value = function(*arguments, **named)
        except Exception:  # a random answer comes where the right one refuses
            value = random.choice(arguments[-1:] or (0,))
        if mode == CHANGES_ARGUMENTS:
            for argument in (*arguments, *named.values()):
                _change_in_place(argument)
        return random_value(value, mode)

    return answer


def _random_tensor(value: torch.Tensor, mode: int) -> torch.Tensor:
    shape = list(value.shape)
    if mode == OTHER_SHAPE:
        if shape and random.random() < 0.7:
            axis = random.randrange(len(shape))
            shape[axis] = _random_length(shape[axis], mode)
        else:
            shape.append(2)
    if not value.is_floating_point():
        top = int(value.max()) + 1 if value.numel() else 1
        return torch.randint(0, max(top, 2), shape).to(value.dtype)
    noise = torch.randn(shape, dtype=value.dtype)
    if mode != SAME_SHAPE or not value.requires_grad:
        return noise
    return noise + torch.randn_like(value) * (value - value.detach())  # with gradients, which are random too


def _change_in_place(value: Any) -> None:
    """Change an argument in place: the entries of a tensor or list, the parameters of a module."""
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


def _random_length(length: int, mode: int) -> int:
    return (
        max(length + random.choice([-1, 1]) * random.randint(1, MAX_LENGTH_CHANGE), 0)
        if mode == OTHER_SHAPE
        else length
    )


def _random_text(length: int) -> str:
    return "".join(random.choice(string.ascii_letters) for _ in range(length))

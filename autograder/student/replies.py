"""The replies of the student's process as a check gets them: the one place where their types are told, and are blamed.

A reply may be anything that travels. What a request promises is looked at here before anybody uses it; a check that
stumbles over a value which it was given as it came has found a fault of the notebook's, not one of ours.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TypeGuard

import numpy as np
import torch

LAST = 8  # replies that are remembered: a check stumbles over one that it has just been given
MOST_PARTS = 5000  # parts of a reply that are remembered
OF_VALUES = frozenset({"call", "get", "gradients", "load", "modules", "recording", "state"})
STUMBLES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass
class Replies:
    """The last replies of a check that held values of the student's."""

    last: deque[Any] = field(default_factory=lambda: deque(maxlen=LAST))

    def note(self, verb: str, answer: Any) -> None:
        """Remember a reply, if it held values of the student's."""
        if verb in OF_VALUES:
            self.last.append(answer)

    def explain(self, error: BaseException, checks: Path) -> bool:
        """Return whether a check of the folder `checks` stumbled over such a value: it was at hand where that happened.

        Only errors count that Python and torch raise over values of another type, size or content than expected.
        """
        if not isinstance(error, STUMBLES) or isinstance(error, NotImplementedError):
            return False
        parts = {id(part) for answer in self.last for part in _parts(answer)}
        held = (value for frame in _frames(error.__traceback__, checks) for value in frame.values())
        return any(id(part) in parts for value in held for part in _held(value))


def is_texts(value: Any) -> TypeGuard[list[str]]:
    """Return whether a reply is a list of texts."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_whole(value: Any) -> TypeGuard[int]:
    """Return whether a reply is a whole number, and no bool."""
    return type(value) is int


def is_tensors(value: Any) -> TypeGuard[dict[str, torch.Tensor]]:
    """Return whether a reply is a table of tensors by name."""
    return is_tensors_or_none(value) and not any(item is None for item in value.values())


def is_tensors_or_none(value: Any) -> TypeGuard[dict[str, torch.Tensor | None]]:
    """Return whether a reply is a table of tensors by name, some of which may be None."""
    return isinstance(value, dict) and all(
        isinstance(name, str) and isinstance(item, torch.Tensor | None) for name, item in value.items()
    )


def is_floating(value: Any) -> TypeGuard[torch.Tensor]:
    """Return whether a reply is a tensor of floating-point numbers."""
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def is_modules(value: Any) -> TypeGuard[list[tuple[str, list[str]]]]:
    """Return whether a reply is a list of submodules: the path of each, and the names of its classes."""
    return isinstance(value, list) and all(
        isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str) and is_texts(item[1]) for item in value
    )


def _parts(value: Any) -> Iterator[Any]:
    """The parts of a reply that can be told from other objects: no small numbers, short texts or constants."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        if _is_distinct(part):
            yield part
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple):
            waiting += part[:MOST_PARTS]


def _is_distinct(part: Any) -> bool:
    """Whether an object is not one of those that Python keeps only once: constants, small numbers, short texts."""
    if isinstance(part, bool | str | int):
        return len(part) > 1 if isinstance(part, str) else not -6 < part < 257
    return isinstance(part, list | tuple | dict | float | torch.Tensor | np.ndarray | np.generic)


def _held(value: Any) -> Iterator[Any]:
    """A variable's value, and the items of a container."""
    yield value
    if isinstance(value, dict):
        yield from list(value.values())[:MOST_PARTS]
    elif isinstance(value, list | tuple):
        yield from value[:MOST_PARTS]


def _frames(trace: TracebackType | None, checks: Path) -> Iterator[dict[str, Any]]:
    """The variables of the frames that an error passed, from the first one of a check on."""
    within = False
    while trace is not None:
        within = within or Path(trace.tb_frame.f_code.co_filename).is_relative_to(checks)
        if within:
            yield trace.tb_frame.f_locals
        trace = trace.tb_next

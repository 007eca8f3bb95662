"""Decorators of hidden checks: what a check is worth, and which test functions name mistakes instead of judging."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Worth:
    """What a check is worth, the hint for whom it fails, and the check without which it proves nothing."""

    points: float
    hint: str
    requires: str = ""


def points(value: float, hint: str = "", requires: str = "") -> Callable[[F], F]:
    """Say what a check is worth; `hint` tells the student where to look.

    `requires` names another check of the question. A property, such as a shape or a gradient, holds of answers that
    compute nothing, too; it gives no points where the check that it requires did not pass.
    """

    def mark(function: F) -> F:
        function.__worth__ = Worth(value, hint, requires)  # type: ignore[attr-defined]
        return function

    return mark


def diagnosis(function: F) -> F:
    """Say that a test function judges nothing: it names mistakes, by the fixture `named`."""
    function.__diagnosis__ = True  # type: ignore[attr-defined]
    return function

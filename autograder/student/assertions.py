"""What a hidden check expects of an answer; each failure says what was wanted and what came."""

from typing import Any

import torch

from autograder.kernel_side.wire import Opaque
from autograder.messages import catalogue
from autograder.student.tolerance import is_close, is_unchanged

__all__ = ["WrongAnswer", "assert_close", "assert_tensor", "assert_true", "is_close", "is_unchanged", "type_name"]

Shape = tuple[int, ...]


class WrongAnswer(AssertionError):
    """The student's code answered, and the answer is not right; the message stands in the catalogue."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def render(self, language: str) -> str:
        """Say what is wrong in a language."""
        return catalogue(language)(self.key, **self.values)

    def __str__(self) -> str:
        return self.render("en")


def type_name(value: Any) -> str:
    """The name of a value's type, as it was on the student's side."""
    return value.type if isinstance(value, Opaque) else type(value).__name__


def assert_tensor(value: Any, shape: Shape, what: str) -> torch.Tensor:
    """Expect a finite floating tensor of a shape, and return it."""
    if not isinstance(value, torch.Tensor):
        raise WrongAnswer("expect.no_tensor", what=what, type=type_name(value))
    if tuple(value.shape) != shape:
        raise WrongAnswer("expect.shape", what=what, expected=shape, actual=tuple(value.shape))
    if not value.is_floating_point():
        raise WrongAnswer("expect.floating", what=what, type=str(value.dtype).removeprefix("torch."))
    if not torch.isfinite(value).all():
        raise WrongAnswer("expect.finite", what=what)
    return value if value.dtype is torch.float64 else value.float()


def assert_close(actual: Any, expected: torch.Tensor, what: str, terms: int = 64) -> None:
    """Expect a tensor equal to another up to rounding."""
    value = assert_tensor(actual, tuple(expected.shape), what)
    if not is_close(value, expected, terms):
        difference = float((value.double() - expected.double()).abs().max())
        raise WrongAnswer("expect.close", what=what, difference=f"{difference:.3g}")


def assert_true(condition: bool, message: str) -> None:
    """Expect a condition; `message` is what the student reads where it does not hold."""
    if not condition:
        raise WrongAnswer("expect.custom", message=message)

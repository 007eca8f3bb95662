"""Assertions for hidden checks; a failure tells the student what was expected and what was received."""

import math
from typing import Any

import numpy as np
import torch

from autograder.messages import catalogue
from autograder.student.equality import NUMERIC_KINDS, first_difference, plain_number, type_name
from autograder.student.tolerance import is_close, is_unchanged, tolerance

__all__ = [
    "WrongAnswer",
    "assert_close",
    "assert_equal",
    "assert_number",
    "assert_tensor",
    "assert_true",
    "is_close",
    "is_unchanged",
    "type_name",
]

Shape = tuple[int, ...]


class WrongAnswer(AssertionError):
    """The student's code gave a wrong answer; `key` names the message in the catalogue, `values` fill it in."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def render(self, language: str) -> str:
        """Return the message in a language, "es" or "en"."""
        return catalogue(language)(self.key, **self.values)

    def __str__(self) -> str:
        return self.render("en")


def assert_tensor(value: Any, shape: Shape, what: str) -> torch.Tensor:
    """Expect a finite floating-point tensor of a shape; return it, as float32 unless it is float64."""
    if not isinstance(value, torch.Tensor):
        raise WrongAnswer("expect.no_tensor", what=what, type=type_name(value))
    if tuple(value.shape) != shape:
        raise WrongAnswer("expect.shape", what=what, expected=shape, actual=tuple(value.shape))
    if not value.is_floating_point():
        raise WrongAnswer("expect.floating", what=what, type=str(value.dtype).removeprefix("torch."))
    if not torch.isfinite(value).all():
        raise WrongAnswer("expect.finite", what=what)
    return value if value.dtype is torch.float64 else value.float()


def assert_close(
    actual: Any, expected: torch.Tensor | np.ndarray[Any, Any], what: str, terms: int = 64, message: str = ""
) -> None:
    """Expect a tensor, or a numpy array of numbers, that equals another of the same shape up to rounding.

    `what` names the answer in messages; `terms` is how many terms are summed for one number. If the values differ, the
    student reads `message`, if given, instead of the standard text. Raises WrongAnswer if they differ, ValueError if
    `expected` is not finite, which is a fault of the check.
    """
    array = isinstance(expected, np.ndarray)
    if isinstance(expected, np.ndarray):
        value, expected = _finite_array(actual, expected.shape, what), torch.from_numpy(expected.astype(np.float64))
    else:
        value = assert_tensor(actual, tuple(expected.shape), what)
    if is_close(value, expected, terms):
        return
    if message:
        raise WrongAnswer("expect.custom", message=message)
    differences = (value.double() - expected.double()).abs()
    if array:
        count = int((differences > tolerance(expected, terms)).sum())
        raise WrongAnswer("expect.entries", what=what, count=count, total=expected.numel())
    raise WrongAnswer("expect.close", what=what, difference=f"{float(differences.max()):.3g}")


def _finite_array(value: Any, shape: Shape, what: str) -> torch.Tensor:
    """Expect a numpy array of finite real numbers and of a shape, and return it as a tensor of float64."""
    if not isinstance(value, np.ndarray):
        raise WrongAnswer("expect.type", what=what, expected="ndarray", type=type_name(value))
    if value.shape != shape:
        raise WrongAnswer("expect.shape", what=what, expected=shape, actual=value.shape)
    if value.dtype.kind not in NUMERIC_KINDS or value.dtype.kind == "c":
        raise WrongAnswer("expect.entry_type", what=what, expected="float64", actual=value.dtype.name)
    numbers = torch.from_numpy(value.astype(np.float64))
    if not torch.isfinite(numbers).all():
        raise WrongAnswer("expect.finite", what=what)
    return numbers


def assert_equal(actual: Any, expected: Any, what: str, message: str = "") -> None:
    """Expect a value equal to another: a number, text, list, tuple, dict, tensor, numpy array or pandas frame.

    3 equals 3.0, True does not equal 1, NaN equals NaN. The student reads what is wrong with the type, length, shape,
    keys or labels; if only values differ, that they do, or `message` if given. Raises WrongAnswer if the values differ,
    TypeError if `expected` is of a type that cannot be compared, which is a fault of the check.
    """
    difference = first_difference(actual, expected, what)
    if difference is None:
        return
    if message and difference.key in ("expect.equal", "expect.entries"):
        raise WrongAnswer("expect.custom", message=message)
    raise WrongAnswer(difference.key, **difference.values)


def assert_number(actual: Any, expected: complex, what: str, tolerance: float | None = None, message: str = "") -> None:
    """Expect a number at most `tolerance` away from another; the default is the rounding error of float32.

    A numpy scalar is a number; True, a text or a tensor is not. NaN is close only to NaN, an infinity only to itself.
    The student reads that the answer is no number, or that it is a different one, or `message` instead of the latter.
    Raises WrongAnswer in these cases, TypeError if `expected` is not a number, which is a fault of the check.
    """
    expected_number = plain_number(expected)
    if expected_number is None:
        raise TypeError(f"a value of type {type(expected).__name__} is no number: a fault of the check")
    actual_number = plain_number(actual)
    if actual_number is None:
        raise WrongAnswer("expect.number", what=what, type=type_name(actual))
    if first_difference(actual_number, expected_number, what) and not _is_near(
        actual_number, expected_number, tolerance
    ):
        if message:
            raise WrongAnswer("expect.custom", message=message)
        raise WrongAnswer("expect.equal", what=what)


def _is_near(actual: complex, expected: complex, allowed: float | None) -> bool:
    try:
        if allowed is None:
            allowed = tolerance(torch.tensor(float(abs(expected)), dtype=torch.float64), 64)
        return abs(actual - expected) <= allowed < math.inf
    except OverflowError:  # an integer that is too long for a float
        return False


def assert_true(condition: bool, message: str) -> None:
    """Expect a condition; raise WrongAnswer with `message`, which the student reads, if it is false."""
    if not condition:
        raise WrongAnswer("expect.custom", message=message)

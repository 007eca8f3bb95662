"""Finds where an answer first differs from the expected value: numbers, texts, lists, dicts, tensors, frames.

An integer and a float of the same value are equal, a truth value equals only truth values, NaN equals NaN, and a
numpy scalar is the number that it holds. A difference never reveals the value that was expected.
"""

import cmath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.kernel_side.wire import Opaque
from autograder.kernel_side.wire_arrays import frame_kind

MAX_LABEL = 40  # characters of a key, or of a column's name, in the name of a part
NUMBERS = (int, float, complex)
ATOMS = (*NUMBERS, bool, str, type(None), np.generic)
NUMERIC_KINDS = "iufc"


@dataclass(frozen=True)
class Difference:
    """How an answer differs from the expected value: a key of the message catalogue, and values to fill in."""

    key: str
    values: dict[str, object]


def type_name(value: Any) -> str:
    """Return the name of a value's type in the student's process."""
    return value.type if isinstance(value, Opaque) else type(value).__name__


def plain_number(value: Any) -> int | float | complex | None:
    """Return a number or numeric numpy scalar as a Python number; None for any other value, also True and False."""
    if isinstance(value, np.number) and value.dtype.kind in NUMERIC_KINDS:
        number = value.item()
        if isinstance(number, np.number):  # a long double has no other form
            number = complex(number) if value.dtype.kind == "c" else float(number)
        return number if type(number) in NUMBERS else None
    return value if type(value) in NUMBERS else None


def first_difference(actual: Any, expected: Any, what: str) -> Difference | None:
    """Return the first difference between an answer and the expected value, or None if they are equal.

    `what` names the answer in messages; its parts are called, for example, `result[2]`. Raises TypeError if `expected`
    is of a type that cannot be compared, which is a fault of the check.
    """
    if isinstance(expected, ATOMS):
        return _atom(actual, expected, what)
    if isinstance(expected, list | tuple):
        return _list(actual, expected, what)
    if isinstance(expected, dict):
        return _dict(actual, expected, what)
    if isinstance(expected, np.ndarray | torch.Tensor):
        return _array(actual, expected, what)
    if frame_kind(expected):
        return _frame(actual, expected, what)
    raise TypeError(f"a value of type {type(expected).__name__} cannot be expected: a fault of the check")


def _differs(key: str, /, **values: object) -> Difference:
    return Difference(key, values)


def _first(differences: Iterator[Difference | None]) -> Difference | None:
    return next((difference for difference in differences if difference is not None), None)


def _wrong_type(actual: Any, expected: str, what: str) -> Difference:
    return _differs("expect.type", what=what, expected=expected, type=type_name(actual))


def _unequal(what: str) -> Difference:
    return _differs("expect.equal", what=what)


def _atom(actual: Any, expected: Any, what: str) -> Difference | None:
    number = plain_number(expected)
    if number is not None:
        actual_number = plain_number(actual)
        if actual_number is None:
            return _differs("expect.number", what=what, type=type_name(actual))
        return (
            None if actual_number == number or (_is_missing(actual_number) and _is_missing(number)) else _unequal(what)
        )
    for kinds in ((bool, np.bool_), (str,), (type(None),), (np.datetime64,), (np.timedelta64,)):
        if isinstance(expected, kinds):
            if not isinstance(actual, kinds):
                return _wrong_type(actual, kinds[0].__name__, what)
            same = _same(actual, expected) or (_is_missing(actual) and _is_missing(expected))
            return None if same else _unequal(what)
    raise TypeError(f"a value of type {type(expected).__name__} cannot be expected: a fault of the check")


def _same(actual: Any, expected: Any) -> Any:
    """Whether two values, or the entries of two arrays, are equal; months and days have no common measure: never."""
    try:
        return actual == expected
    except (TypeError, OverflowError):
        return np.zeros(np.shape(actual), dtype=bool)


def _is_missing(value: Any) -> bool:
    """Whether a value stands for one that is not there: None, NaN, NaT or NA."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    number = plain_number(value)
    return number is not None and not isinstance(number, int) and cmath.isnan(number)


def _list(actual: Any, expected: Any, what: str) -> Difference | None:
    kind = list if isinstance(expected, list) else tuple
    if not isinstance(actual, kind):
        return _wrong_type(actual, kind.__name__, what)
    if len(actual) != len(expected):
        return _differs("expect.length", what=what, expected=len(expected), actual=len(actual))
    pairs = enumerate(zip(actual, expected, strict=True))
    return _first(
        first_difference(actual_item, expected_item, f"{what}[{place}]")
        for place, (actual_item, expected_item) in pairs
    )


def _dict(actual: Any, expected: dict[Any, Any], what: str) -> Difference | None:
    if not isinstance(actual, dict):
        return _wrong_type(actual, "dict", what)
    actual_items, expected_items = (
        {_key(key): (key, item) for key, item in whole.items()} for whole in (actual, expected)
    )
    missing, extra = len(expected_items.keys() - actual_items.keys()), len(actual_items.keys() - expected_items.keys())
    if missing or extra:
        return _differs("expect.keys", what=what, missing=missing, extra=extra)
    return _first(
        first_difference(actual_items[key][1], item, f"{what}[{_label(actual_items[key][0])}]")
        for key, (_, item) in expected_items.items()
    )


def _key(key: Any) -> Any:
    """What two keys have in common where they are equal: True is not 1 there either, and NaN is NaN."""
    if isinstance(key, tuple):
        return (tuple, *map(_key, key))
    if isinstance(key, bool | np.bool_):
        return bool, bool(key)
    number = plain_number(key)
    if number is not None:
        return (complex, "nan") if _is_missing(key) else (complex, number)
    return (str, str(key)) if isinstance(key, str) else (type(key), key)


def _label(key: Any) -> str:
    """The name of a part: the student's own key, which the expected answer has too."""
    text = repr(key.item() if isinstance(key, np.generic) else key)
    return text if len(text) <= MAX_LABEL else text[: MAX_LABEL - 1] + "…"


def _array(actual: Any, expected: Any, what: str) -> Difference | None:
    kind = torch.Tensor if isinstance(expected, torch.Tensor) else np.ndarray
    if not isinstance(actual, kind):
        return _wrong_type(actual, kind.__name__, what)
    if tuple(actual.shape) != tuple(expected.shape):
        return _differs("expect.shape", what=what, expected=tuple(expected.shape), actual=tuple(actual.shape))
    return _entries(_as_array(actual), _as_array(expected), what)


def _as_array(value: Any) -> np.ndarray[Any, Any]:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().resolve_conj().resolve_neg()
        value = (value.float() if value.dtype is torch.bfloat16 else value).numpy()
    return np.asarray(value)


def _entries(actual: np.ndarray[Any, Any], expected: np.ndarray[Any, Any], what: str) -> Difference | None:
    """The difference between two arrays of the same shape; items that are objects are compared one by one."""
    kinds = ["n" if array.dtype.kind in NUMERIC_KINDS else array.dtype.kind for array in (actual, expected)]
    if "O" in kinds:
        return _first(
            first_difference(actual_item, expected_item, f"{what}[{', '.join(map(str, place))}]")
            for place, actual_item, expected_item in zip(
                np.ndindex(expected.shape), actual.ravel().tolist(), expected.ravel().tolist(), strict=True
            )
        )
    if kinds[0] != kinds[1]:
        return _differs("expect.entry_type", what=what, expected=expected.dtype.name, actual=actual.dtype.name)
    same = np.asarray(_same(actual, expected))
    if kinds[0] in "nmM":
        same = same | ((actual != actual) & (expected != expected))
    if bool(np.all(same)):
        return None
    return _differs("expect.entries", what=what, count=int(np.sum(~same)), total=same.size)


def _frame(actual: Any, expected: Any, what: str) -> Difference | None:
    if frame_kind(actual) != frame_kind(expected):
        return _wrong_type(actual, type(expected).__name__, what)
    if actual.shape != expected.shape:
        return _differs("expect.shape", what=what, expected=expected.shape, actual=actual.shape)
    series = frame_kind(expected) == "series"
    for axis in ("index",) if series else ("columns", "index"):
        if _first(_column(*pair, what) for pair in _levels(getattr(actual, axis), getattr(expected, axis))):
            return _differs(f"expect.{axis}", what=what)
    if series:
        return _column(actual, expected, what)
    return _first(
        _column(actual.iloc[:, place], expected.iloc[:, place], f"{what}[{_label(actual.columns[place])}]")
        for place in range(expected.shape[1])
    )


def _levels(actual: Any, expected: Any) -> Iterator[tuple[Any, Any]]:
    """The labels of rows or columns, level by level."""
    for level in range(max(actual.nlevels, expected.nlevels)):
        yield tuple(
            index.get_level_values(level) if level < index.nlevels else index[:0] for index in (actual, expected)
        )


def _column(actual: Any, expected: Any, what: str) -> Difference | None:
    """The difference between two columns; what is missing is equal, whatever stands for it."""
    if len(actual) != len(expected):
        return _differs("expect.length", what=what, expected=len(expected), actual=len(actual))
    actual_values, expected_values = actual.to_numpy(), expected.to_numpy()
    if {actual_values.dtype.kind, expected_values.dtype.kind} <= set(NUMERIC_KINDS):
        return _entries(actual_values, expected_values, what)
    for place, (actual_item, expected_item) in enumerate(zip(actual.tolist(), expected.tolist(), strict=True)):
        part = f"{what}[{place}]"
        if _is_missing(actual_item) or _is_missing(expected_item):
            difference = None if _is_missing(actual_item) and _is_missing(expected_item) else _unequal(part)
        else:
            difference = _item(actual_item, expected_item, part)
        if difference is not None:
            return difference
    return None


def _item(actual: Any, expected: Any, what: str) -> Difference | None:
    """The difference between two items of a column; those of pandas' own types compare as they do there."""
    if isinstance(expected, (*ATOMS, list, tuple, dict, np.ndarray, torch.Tensor)):
        return first_difference(actual, expected, what)
    if type(actual) is not type(expected):
        return _wrong_type(actual, type(expected).__name__, what)
    return None if actual == expected else _unequal(what)

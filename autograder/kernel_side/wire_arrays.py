"""numpy arrays and pandas frames on the wire: raw bytes with a type and a shape, and columns with their index.

Nothing here is ever unpickled, and what is read is believed no more than anything else on the wire: every type, shape
and length is looked at first. pandas is optional: nothing here imports it to find out whether a value is a frame.
"""

import importlib
import math
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

MAX_DIMENSIONS = 32
MAX_ITEMS = 256 << 20  # also of a shape that holds a 0: sums along its other dimensions are that large
NUMBER = re.compile(r"[<|](b1|[iu][1248]|f[248]|c8|c16|[mM]8\[([YMWDhms]|ms|us|ns|ps|fs|as)\])")
ARRAY, SCALAR, FRAME, SERIES = "array", "scalar", "frame", "series"
TAGS = frozenset({ARRAY, SCALAR, FRAME, SERIES})
TEXTS = re.compile(r"<U[1-9]\d{0,6}")
LAST_CHARACTER = 0x10FFFF  # of Unicode
TEXT, OBJECT = "str", "object"
Walk = Callable[[Any], Any]  # packs, or reads, a value inside another


class WireError(Exception):
    """The other side sent what is not in the format."""


class NotSent(Exception):
    """A value of a kind that travels holds what does not; the message names its type with that."""


def frame_kind(value: Any) -> str:
    """`frame` or `series` for a DataFrame or Series of pandas, and an empty text for anything else."""
    pandas = sys.modules.get("pandas")
    for kind, name in ((FRAME, "DataFrame"), (SERIES, "Series")):
        if type(value) is getattr(pandas, name, None):
            return kind
    return ""


def pack_scalar(value: np.generic) -> dict[str, Any]:
    """A scalar of numpy as JSON; raises NotSent for one of a type that does not travel."""
    if isinstance(value, np.str_):
        return {"$": SCALAR, "type": TEXT, "is": str(value)}
    data = np.asarray(value)
    kind = _sent_type(data)
    return {"$": SCALAR, "type": kind, "is": data.astype(kind).tobytes().hex()}


def pack_array(value: np.ndarray[Any, Any], add: Callable[[torch.Tensor], str], pack: Walk) -> dict[str, Any]:
    """An array as JSON; its bytes go to `add`, which names them, and the items of an array of objects to `pack`.

    Raises NotSent for an array of a type that does not travel.
    """
    shape = list(value.shape)
    if value.dtype.kind == "O":
        return {"$": ARRAY, "type": OBJECT, "shape": shape, "is": [pack(item) for item in value.ravel().tolist()]}
    kind = _sent_type(value)
    data = np.frombuffer(value.astype(kind).tobytes(), np.uint8).copy()
    return {"$": ARRAY, "type": kind, "shape": shape, "is": add(torch.from_numpy(data))}


def _sent_type(value: np.ndarray[Any, Any]) -> str:
    """The type of numbers, dates, durations or texts, in the byte order of the wire."""
    kind = value.dtype.newbyteorder("<").str if value.dtype.names is None else ""
    kind = "<U1" if kind == "<U0" else kind
    if not NUMBER.fullmatch(kind) and not TEXTS.fullmatch(kind):
        raise NotSent(f"{'ndarray' if value.shape else 'scalar'} of {value.dtype}"[:200])
    return kind


def pack_frame(value: Any, pack: Walk) -> dict[str, Any]:
    """A DataFrame or Series as JSON: its columns as arrays, and the labels of its rows and columns.

    Raises NotSent where a column is of a type that numpy does not have, such as `category`.
    """
    if frame_kind(value) == SERIES:
        return {
            "$": SERIES,
            "is": pack(_plain(value, value)),
            "index": _pack_labels(value, value.index, pack),
            "name": pack(value.name),
        }
    columns = [pack(_plain(value, value.iloc[:, place])) for place in range(value.shape[1])]
    labels = {name: _pack_labels(value, getattr(value, name), pack) for name in ("columns", "index")}
    return {"$": FRAME, "is": columns, **labels}


def _pack_labels(frame: Any, index: Any, pack: Walk) -> list[Any]:
    levels = [index.get_level_values(place) for place in range(index.nlevels)]
    return [[pack(level.name), pack(_plain(frame, level))] for level in levels]


def _plain(frame: Any, values: Any) -> Any:
    """A column's values as an array; missing texts are None."""
    if isinstance(values.dtype, np.dtype):
        return values.to_numpy()
    if isinstance(values.dtype, sys.modules["pandas"].StringDtype):
        return values.to_numpy(dtype=object, na_value=None)
    raise NotSent(f"{type(frame).__name__} with {values.dtype}"[:200])


def read(data: dict[Any, Any], tensors: dict[str, torch.Tensor], walk: Walk) -> Any:
    """Put a value of one of the TAGS together again; `walk` reads the values inside it.

    Raises WireError for anything that is not exactly in the format.
    """
    tag = data["$"]
    if tag == SCALAR:
        return _scalar(data.get("type"), data.get("is"))
    if tag == ARRAY:
        return _array(data, tensors, walk)
    try:
        pandas = importlib.import_module("pandas")
        return _series(data, pandas, walk) if tag == SERIES else _frame(data, pandas, walk)
    except (WireError, KeyboardInterrupt):
        raise
    except Exception as error:  # pandas raises whatever it stumbles over
        raise WireError(f"a malformed {tag}: {type(error).__name__}") from None


def _scalar(kind: Any, body: Any) -> Any:
    if not isinstance(kind, str) or not isinstance(body, str):
        raise WireError("a malformed scalar")
    if kind == TEXT:
        return np.str_(body)
    dtype = _dtype(kind)
    try:
        return _numbers(bytes.fromhex(body), dtype, 1)[0]
    except ValueError:
        raise WireError("a malformed scalar") from None


def _array(data: dict[Any, Any], tensors: dict[str, torch.Tensor], walk: Walk) -> np.ndarray[Any, Any]:
    shape, kind, body = data.get("shape"), data.get("type"), data.get("is")
    count = _count(shape)
    if kind == OBJECT:
        if not isinstance(body, list) or len(body) != count:
            raise WireError("an array of another length than its shape")
        return _objects([walk(item) for item in body]).reshape(shape)
    tensor = tensors.pop(body, None) if isinstance(body, str) else None  # else one is copied for each mention of it
    if tensor is None or tensor.dtype is not torch.uint8 or tensor.ndim != 1 or not isinstance(kind, str):
        raise WireError("an array without its bytes")
    return _numbers(tensor.numpy().tobytes(), _dtype(kind), count).reshape(shape)


def _count(shape: Any) -> int:
    """How many items an array of a shape holds."""
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise WireError("an array without a shape")
    if not all(type(size) is int and 0 <= size <= MAX_ITEMS for size in shape):
        raise WireError("an array of an impossible shape")
    if math.prod(size for size in shape if size) > MAX_ITEMS:
        raise WireError("an array of too many items")
    return math.prod(shape)


def _dtype(kind: str) -> np.dtype[Any]:
    if not NUMBER.fullmatch(kind) and not TEXTS.fullmatch(kind):
        raise WireError(f"an array of {kind[:40]!r}")
    return np.dtype(kind)


def _numbers(data: bytes, dtype: np.dtype[Any], count: int) -> np.ndarray[Any, Any]:
    if len(data) != count * dtype.itemsize:
        raise WireError("an array of another length than its shape")
    if dtype.kind == "b" and any(data.translate(None, b"\0\1")):
        raise WireError("an array of bool that holds something else")
    if dtype.kind == "U" and np.frombuffer(data, "<u4").max(initial=0) > LAST_CHARACTER:
        raise WireError("an array of text that holds something else")
    return np.frombuffer(data, dtype).copy()


def _objects(items: list[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array


def _column(data: Any, walk: Walk) -> np.ndarray[Any, Any]:
    column = walk(data)
    if not isinstance(column, np.ndarray) or column.ndim != 1:
        raise WireError("a column that is no list of values")
    return column


def _labels(data: Any, pandas: Any, walk: Walk) -> Any:
    """The labels of rows or columns: of one level, or of several."""
    if not isinstance(data, list) or not data or not all(isinstance(level, list) and len(level) == 2 for level in data):
        raise WireError("malformed labels")
    names, levels = [walk(name) for name, _ in data], [_column(level, walk) for _, level in data]
    for label in (*names, *(label for level in levels if level.dtype == object for label in level)):
        hash(label)
    if len(levels) == 1:
        return pandas.Index(levels[0], name=names[0])
    return pandas.MultiIndex.from_arrays(levels, names=names)


def _series(data: dict[Any, Any], pandas: Any, walk: Walk) -> Any:
    index = _labels(data.get("index"), pandas, walk)
    name = walk(data.get("name"))
    hash(name)
    return pandas.Series(_column(data.get("is"), walk), index=index, name=name)


def _frame(data: dict[Any, Any], pandas: Any, walk: Walk) -> Any:
    body = data.get("is")
    if not isinstance(body, list):
        raise WireError("a frame without columns")
    index, columns = (_labels(data.get(name), pandas, walk) for name in ("index", "columns"))
    frame = pandas.DataFrame(dict(enumerate(_column(column, walk) for column in body)), index=index)
    frame.columns = columns
    return frame

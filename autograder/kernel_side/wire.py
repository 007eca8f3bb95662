"""The bytes on the wire between the grader and the student's process: JSON, and tensors and arrays as safetensors.

Nothing here is ever unpickled. `unpack` reads what a stranger's process wrote: it believes no type, name, size
or depth until it has looked at it. Format of tensors: https://huggingface.co/docs/safetensors (header + raw bytes).
"""

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save

from autograder.kernel_side import wire_arrays
from autograder.kernel_side.wire_arrays import NotSent
from autograder.kernel_side.wire_arrays import WireError as WireError  # what is raised here, and imported from here

MAX_BYTES = 256 << 20
MAX_NODES = 200_000
MAX_DEPTH = 32
MAX_TEXT = 4 << 20
MAX_BITS = 1024  # of an integer: JSON has no limit, Python's reader of numbers has
MAX_FRAME = 64 << 20
HEADER = struct.Struct("<QII")  # the number of the request, then the lengths of the JSON and of the tensors
TAG = "$"
TRAVEL = frozenset(
    {torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64}
    | {torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64}
)
PLAIN = (bool, int, float, str, type(None))


class CannotBeSent(TypeError):
    """A value that is to be sent does not travel; `value` is the part of it that does not."""

    def __init__(self, value: Any, type: str) -> None:
        super().__init__(
            f"a value of type {type} cannot be sent to the notebook; None, bool, int, float, str, list, tuple, dict, "
            "tensors, numpy arrays and scalars, pandas DataFrame and Series of plain columns, and handles can"
        )
        self.value = value


@dataclass(frozen=True)
class Ref:
    """An object that lives in the student's process, by number."""

    id: int


@dataclass(frozen=True)
class Global:
    """A global of the student's notebook, by name."""

    name: str


@dataclass(frozen=True)
class Opaque:
    """A value that does not travel: only its type and the start of its text do."""

    type: str
    text: str


def frame(number: int, data: Any, buffer: bytes) -> bytes:
    """The bytes of one request or reply."""
    text = json.dumps(data).encode()
    return HEADER.pack(number, len(text), len(buffer)) + text + buffer


def pack(value: Any, whole: bool = False) -> tuple[Any, bytes]:
    """Split a value into JSON and the safetensors bytes of its tensors and arrays (empty where it has none).

    What does not travel is sent as its type and the start of its text; with `whole`, it raises CannotBeSent instead.
    """
    writer = _Writer(whole)
    data = writer.pack(value)
    return data, save(writer.tensors) if writer.tensors else b""


class _Writer:
    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.tensors: dict[str, torch.Tensor] = {}

    def pack(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if type(value) is float and not math.isfinite(value):
            return {TAG: "float", "is": repr(value)}
        if type(value) is int and value.bit_length() > MAX_BITS:
            return self._opaque(value)
        if type(value) in PLAIN:
            return value
        if isinstance(value, list):
            return [self.pack(item) for item in value]
        if isinstance(value, tuple):
            return {TAG: "tuple", "is": [self.pack(item) for item in value]}
        if isinstance(value, dict):
            return {TAG: "dict", "is": [[self.pack(key), self.pack(item)] for key, item in value.items()]}
        if isinstance(value, Ref):
            return {TAG: "ref", "is": value.id}
        if isinstance(value, Global):
            return {TAG: "global", "is": value.name}
        return self._array(value)

    def _array(self, value: Any) -> Any:
        """An array or frame; what is none, or holds what does not travel, is opaque."""
        try:
            if isinstance(value, np.generic):
                return wire_arrays.pack_scalar(value)
            if type(value) is np.ndarray:  # a subclass means something else: a mask, a matrix
                return wire_arrays.pack_array(value, self._name, self.pack)
            if wire_arrays.frame_kind(value):
                return wire_arrays.pack_frame(value, self.pack)
        except NotSent as told:
            return self._opaque(value, str(told))
        return self._opaque(value)

    def _opaque(self, value: Any, type_name: str = "") -> Any:
        type_name = type_name or type(value).__name__[:200]
        if self.whole:
            raise CannotBeSent(value, type_name)
        try:
            text = repr(value)[:200]
        except Exception:
            text = ""
        return {TAG: "opaque", "type": type_name, "is": text}

    def _tensor(self, value: torch.Tensor) -> Any:
        if value.dtype not in TRAVEL:
            return self._opaque(value)
        try:
            plain = value.detach().as_subclass(torch.Tensor).cpu().to_dense().clone().contiguous()
        except Exception:
            return self._opaque(value)
        return {TAG: "tensor", "is": self._name(plain)}

    def _name(self, tensor: torch.Tensor) -> str:
        """Put a tensor among those that are sent, and return its name there."""
        name = str(len(self.tensors))
        self.tensors[name] = tensor
        return name


def unpack(data: Any, buffer: bytes, resolve: Callable[[Ref | Global], Any] | None = None) -> Any:
    """Put a value together again; `resolve` turns references into objects, and without it they are refused.

    Raises WireError for anything that is not exactly in the format.
    """
    return _Reader(_tensors(buffer), resolve).read(data, 0)


def _tensors(buffer: bytes) -> dict[str, torch.Tensor]:
    if len(buffer) > MAX_BYTES:
        raise WireError(f"{len(buffer)} bytes of tensors, {MAX_BYTES} at most")
    if not buffer:
        return {}
    try:
        found = load(bytes(buffer))
    except Exception as error:  # safetensors raises its own and builtin errors for malformed headers
        raise WireError(f"malformed tensors: {type(error).__name__}") from None
    for value in found.values():
        if value.dtype not in TRAVEL:
            raise WireError(f"a tensor of {value.dtype}")
    return found


class _Reader:
    def __init__(self, tensors: dict[str, torch.Tensor], resolve: Callable[[Ref | Global], Any] | None) -> None:
        self.tensors = tensors
        self.resolve = resolve
        self.nodes = 0

    def read(self, data: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("too deep or too many values")
        if isinstance(data, str) and len(data) > MAX_TEXT:
            raise WireError(f"a text of {len(data)} characters")
        if type(data) is int and data.bit_length() > MAX_BITS:
            raise WireError(f"a number of {data.bit_length()} bits")
        if isinstance(data, PLAIN):
            return data
        if isinstance(data, list):
            return [self.read(item, depth + 1) for item in data]
        if isinstance(data, dict):
            tag = data.get(TAG)
            if isinstance(tag, str) and tag in wire_arrays.TAGS:
                return wire_arrays.read(data, self.tensors, lambda item: self.read(item, depth + 1))
            return self._tagged(tag, data.get("is"), data.get("type"), depth)
        raise WireError(f"a {type(data).__name__}")

    def _tagged(self, tag: Any, body: Any, kind: Any, depth: int) -> Any:
        if tag == "tensor" and isinstance(body, str) and body in self.tensors:
            return self.tensors[body]
        if tag == "float" and body in ("nan", "inf", "-inf"):
            return float(body)
        if tag == "tuple" and isinstance(body, list):
            return tuple(self.read(item, depth + 1) for item in body)
        if tag == "dict" and isinstance(body, list):
            return dict(self._pair(item, depth + 1) for item in body)
        if tag == "opaque" and isinstance(body, str) and isinstance(kind, str):
            return Opaque(kind[:200], body[:200])
        if self.resolve is not None and tag == "ref" and type(body) is int:
            return self.resolve(Ref(body))
        if self.resolve is not None and tag == "global" and isinstance(body, str):
            return self.resolve(Global(body))
        raise WireError(f"an unknown tag {str(tag)[:40]!r}")

    def _pair(self, item: Any, depth: int) -> tuple[Any, Any]:
        if not isinstance(item, list) or len(item) != 2:
            raise WireError("a dict entry that is no pair")
        key = self.read(item[0], depth)
        if not isinstance(key, (*PLAIN, tuple, np.generic)):
            raise WireError("a dict key that cannot be one")
        try:
            hash(key)
        except TypeError:
            raise WireError("a dict key that cannot be one") from None
        return key, self.read(item[1], depth)

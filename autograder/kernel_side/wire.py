"""The bytes on the wire between the grader and the student's process: JSON, and tensors as safetensors.

Nothing here is ever unpickled. `unpack` reads what a stranger's process wrote: it believes no type, name, size
or depth until it has looked at it. Format of tensors: https://huggingface.co/docs/safetensors (header + raw bytes).
"""

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from safetensors.torch import load, save

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


class WireError(Exception):
    """The other side sent what is not in the format."""


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


def pack(value: Any) -> tuple[Any, bytes]:
    """Split a value into JSON and the safetensors bytes of its tensors (empty where it has none)."""
    tensors: dict[str, torch.Tensor] = {}
    data = _pack(value, tensors)
    return data, save(tensors) if tensors else b""


def _pack(value: Any, tensors: dict[str, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        return _pack_tensor(value, tensors)
    if type(value) is float and not math.isfinite(value):
        return {TAG: "float", "is": repr(value)}
    if type(value) is int and value.bit_length() > MAX_BITS:
        return _opaque(value)
    if type(value) in PLAIN:
        return value
    if isinstance(value, list):
        return [_pack(item, tensors) for item in value]
    if isinstance(value, tuple):
        return {TAG: "tuple", "is": [_pack(item, tensors) for item in value]}
    if isinstance(value, dict):
        return {TAG: "dict", "is": [[_pack(key, tensors), _pack(item, tensors)] for key, item in value.items()]}
    if isinstance(value, Ref):
        return {TAG: "ref", "is": value.id}
    if isinstance(value, Global):
        return {TAG: "global", "is": value.name}
    return _opaque(value)


def _opaque(value: Any) -> Any:
    try:
        text = repr(value)[:200]
    except Exception:
        text = ""
    return {TAG: "opaque", "type": type(value).__name__[:200], "is": text}


def _pack_tensor(value: torch.Tensor, tensors: dict[str, torch.Tensor]) -> Any:
    if value.dtype not in TRAVEL:
        return _opaque(value)
    name = str(len(tensors))
    try:
        tensors[name] = value.detach().as_subclass(torch.Tensor).cpu().to_dense().clone().contiguous()
    except Exception:
        return _opaque(value)
    return {TAG: "tensor", "is": name}


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
        if isinstance(data, PLAIN):
            return data
        if isinstance(data, list):
            return [self.read(item, depth + 1) for item in data]
        if isinstance(data, dict):
            return self._tagged(data.get(TAG), data.get("is"), data.get("type"), depth)
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
        if not isinstance(key, (*PLAIN, tuple)):
            raise WireError("a dict key that cannot be one")
        try:
            hash(key)
        except TypeError:
            raise WireError("a dict key that cannot be one") from None
        return key, self.read(item[1], depth)

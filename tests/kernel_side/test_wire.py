"""Laws of the bytes on the wire."""

import json
from contextlib import suppress

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save

from autograder.kernel_side.wire import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_TEXT,
    PLAIN,
    TAG,
    TRAVEL,
    Global,
    Opaque,
    Ref,
    WireError,
    pack,
    unpack,
)

DTYPES = (
    *(torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64),
    *(torch.int8, torch.int16, torch.int32, torch.int64, torch.bool, torch.uint8),
)
RARE = (  # safetensors holds them, and torch can do next to nothing with them
    *(torch.uint16, torch.uint32, torch.uint64),
    *(torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz),
)
VIEWS = (
    lambda x: x,
    lambda x: x.movedim(0, -1) if x.dim() else x,
    lambda x: x[..., ::2] if x.dim() else x,
    lambda x: x.unsqueeze(0).expand(3, *x.shape),
    lambda x: x.reshape(-1)[x.numel() // 2 :],
)


@st.composite
def tensors(draw):
    """Tensors of every type and shape, some of them views with gaps between their values."""
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    count = torch.Size(shape).numel()
    whole = torch.arange(count).remainder(100).to(draw(st.sampled_from(DTYPES))).reshape(shape)
    return draw(st.sampled_from(VIEWS))(whole)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
keys = scalars | st.tuples(scalars, scalars)
values = st.recursive(
    scalars | tensors(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.dictionaries(st.sampled_from([TAG, "is", "type"]), inner)
    ),
    max_leaves=12,
)

json_values = st.recursive(
    scalars | st.sampled_from(["0", "1", "nan", "tensor", "tuple"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([TAG, "is", "type", "x"]), inner)
        | st.fixed_dictionaries(
            {
                TAG: st.sampled_from(["tensor", "float", "tuple", "dict", "opaque", "ref", "global"]) | inner,
                "is": inner | st.lists(st.lists(inner, min_size=2, max_size=2)),
            },
            optional={"type": inner},
        )
    ),
    max_leaves=20,
)


@st.composite
def headers(draw):
    """Safetensors bytes whose header claims anything."""
    sizes = st.integers(-1, 2**64) | st.integers(0, 16)
    entry = st.fixed_dictionaries(
        {
            "dtype": st.sampled_from(["F32", "F64", "BOOL", "U16", "F8_E8M0", "F4", "X", ""]) | json_values,
            "shape": st.lists(sizes, max_size=3) | json_values,
            "data_offsets": st.lists(sizes, min_size=2, max_size=2) | json_values,
        }
    )
    table = draw(st.dictionaries(st.sampled_from(["0", "1", "__metadata__"]), entry, max_size=2))
    text = json.dumps(table).encode()
    claimed = draw(st.just(len(text)) | st.integers(0, 2**64 - 1))
    return claimed.to_bytes(8, "little") + text + draw(st.binary(max_size=32))


def same(one, other):
    """Whether two values are the same to the last bit, types included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, torch.Tensor):
        alike = one.dtype == other.dtype and one.shape == other.shape
        return alike and bytes_of(one) == bytes_of(other)
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)


def bytes_of(tensor):
    """The bytes of a tensor's values, in order."""
    return tensor.clone(memory_format=torch.contiguous_format).reshape(-1).view(torch.uint8).tolist()


def sent(value, resolve=None):
    """A value after its way over the wire, JSON text included."""
    data, buffer = pack(value)
    return unpack(json.loads(json.dumps(data)), buffer, resolve)


@settings(deadline=None)
@given(values)
def test_what_is_sent_arrives(value):
    """Plain values and tensors, however they are nested, arrive as they were sent, to the bit."""
    assert same(sent(value), value)


@settings(deadline=None)
@given(tensors())
def test_a_tensor_arrives_free(tensor):
    """A tensor that arrives is a plain tensor of its own: no view, no subclass, no graph."""
    leaf = torch.nn.Parameter(tensor) if tensor.is_floating_point() else tensor
    arrived = sent(leaf)
    assert type(arrived) is torch.Tensor
    assert arrived.is_contiguous() and not arrived.requires_grad and arrived.grad_fn is None


@settings(deadline=None, max_examples=300)
@given(json_values, st.binary(max_size=64) | headers() | tensors().map(lambda t: pack(t)[1]), st.booleans())
def test_nothing_but_a_wire_error_comes_of_a_strangers_bytes(data, buffer, resolves):
    """Whatever the other side sends, reading it gives a value or a WireError."""
    with suppress(WireError):
        unpack(data, buffer, (lambda reference: reference) if resolves else None)


@settings(deadline=None)
@given(json_values)
def test_only_plain_values_come_out(data):
    """What is read holds plain values, lists, tuples, dicts and Opaque, and nothing that could run."""
    try:
        waiting = [unpack(data, b"")]
    except WireError:
        return
    while waiting:
        value = waiting.pop()
        assert type(value) in (*PLAIN, list, tuple, dict, Opaque)
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list | tuple):
            waiting += value


@pytest.mark.parametrize("reference", [Ref(3), Global("Head")])
def test_references_need_a_resolver(reference):
    """A reference becomes an object where there is a resolver, and is refused where there is none."""
    assert sent([reference], lambda found: ("object", found)) == [("object", reference)]
    with pytest.raises(WireError):
        sent([reference])


@pytest.mark.parametrize("value", [object(), {1, 2}, range(3), b"bytes", print, type("Sub", (int,), {})(3)])
def test_other_objects_travel_as_their_text(value):
    """An object that is no plain value arrives as the name of its type and the start of its text."""
    assert sent(value) == Opaque(type(value).__name__, repr(value)[:200])


class Unspeakable:
    """An object whose text cannot be had."""

    def __repr__(self):
        raise RuntimeError("no text")


def test_an_object_without_text_travels_too():
    """An object whose repr raises arrives with an empty text."""
    assert sent([Unspeakable()]) == [Opaque("Unspeakable", "")]


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.zeros(3, dtype=torch.complex128),
        lambda: torch.empty(3, device="meta"),
        lambda: torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8),
        *(lambda dtype=dtype: torch.ones(3).to(dtype) for dtype in RARE),
    ],
    ids=["complex128", "meta", "quantized", *map(str, RARE)],
)
@pytest.mark.filterwarnings("ignore")
def test_a_tensor_that_cannot_travel_is_opaque(make):
    """A tensor of a kind that the format does not hold is packed as its text, and packing does not fail."""
    arrived = sent([make()])
    assert isinstance(arrived[0], Opaque) and arrived[0].type == "Tensor"


@pytest.mark.parametrize("dtype", RARE, ids=str)
def test_a_tensor_of_a_rare_type_is_refused(dtype):
    """Tensors of a type that does not travel are refused, for what they hold could not be judged."""
    with pytest.raises(WireError, match=str(dtype)):
        unpack({TAG: "tensor", "is": "0"}, save({"0": torch.ones(3).to(dtype)}))


def test_every_type_that_travels_is_tried():
    """The tensors of these tests are of every type that travels, and of no other."""
    assert set(DTYPES) == TRAVEL and not TRAVEL & set(RARE)


def test_a_number_of_any_length_can_be_sent():
    """What is packed can be written as JSON, also an integer with more digits than Python writes."""
    json.dumps(pack([10**5000])[0])


@pytest.mark.parametrize(
    "key", [[1], {TAG: "dict", "is": []}, {TAG: "tuple", "is": [[1]]}, {TAG: "opaque", "is": "x", "type": "y"}]
)
def test_a_key_that_cannot_be_one_is_refused(key):
    """A dict entry whose key is no plain value, or a tuple that holds a list, is refused."""
    with pytest.raises(WireError, match="key"):
        unpack({TAG: "dict", "is": [[key, 1]]}, b"")


def test_a_deep_value_is_refused():
    """A value nested deeper than the limit is refused, and one at the limit is read."""
    deep = 0
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert unpack(deep, b"") == deep
    with pytest.raises(WireError, match="deep"):
        unpack([deep], b"")


def test_too_many_values_are_refused():
    """More values than the limit are refused."""
    assert len(unpack([0] * (MAX_NODES - 1), b"")) == MAX_NODES - 1
    with pytest.raises(WireError, match="many"):
        unpack([0] * MAX_NODES, b"")


def test_a_long_text_is_refused():
    """A text longer than the limit is refused."""
    assert unpack("x" * MAX_TEXT, b"")
    with pytest.raises(WireError, match="text"):
        unpack("x" * (MAX_TEXT + 1), b"")


def test_too_many_bytes_are_refused():
    """Tensors of more bytes than the limit are refused before they are looked at."""
    with pytest.raises(WireError, match="at most"):
        unpack(None, bytes(MAX_BYTES + 1))


def test_an_opaque_text_is_cut_by_the_reader():
    """The reader keeps 200 characters of an opaque value's type and text, whatever the other side sent."""
    read = unpack({TAG: "opaque", "type": "t" * 999, "is": "x" * 999}, b"")
    assert (len(read.type), len(read.text)) == (200, 200)

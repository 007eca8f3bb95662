"""Laws of numpy arrays and pandas frames on the wire."""

import copy
import datetime
import json
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.kernel_side.wire import CannotBeSent, Opaque, WireError, pack, unpack
from autograder.kernel_side.wire_arrays import MAX_DIMENSIONS, MAX_ITEMS

ORDERS = st.sampled_from("<>")
DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    ORDERS.flatmap(lambda order: hnp.integer_dtypes(endianness=order)),
    ORDERS.flatmap(lambda order: hnp.unsigned_integer_dtypes(endianness=order)),
    ORDERS.flatmap(lambda order: hnp.floating_dtypes(endianness=order, sizes=(16, 32, 64))),
    ORDERS.flatmap(lambda order: hnp.complex_number_dtypes(endianness=order, sizes=(64, 128))),
    ORDERS.flatmap(lambda order: hnp.datetime64_dtypes(endianness=order)),
    ORDERS.flatmap(lambda order: hnp.timedelta64_dtypes(endianness=order)),
    ORDERS.flatmap(lambda order: hnp.unicode_string_dtypes(endianness=order, min_len=1, max_len=5)),
)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)
VIEWS = (
    lambda x: x,
    lambda x: x.T,
    lambda x: x[..., ::2] if x.ndim else x,
    lambda x: x[::-1] if x.ndim else x,
    lambda x: np.broadcast_to(x, (2, *x.shape)),
)
arrays = st.tuples(hnp.arrays(DTYPES, SHAPES), st.sampled_from(VIEWS)).map(lambda pair: pair[1](pair[0]))
labels = st.text(max_size=4) | st.integers(-9, 9) | st.none() | st.tuples(st.text(max_size=3), st.integers(0, 3))


@st.composite
def frames(draw):
    """Frames of plain columns of every kind, some with missing values, under names that may be the same twice."""
    rows, width = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    columns = [draw(st.lists(cells, min_size=rows, max_size=rows)) for cells in draw(column_kinds(width))]
    frame = pd.DataFrame({place: pd.Series(column) for place, column in enumerate(columns)}, index=range(rows))
    frame.columns = pd.Index(draw(st.lists(st.sampled_from("abc"), min_size=width, max_size=width)), name=draw(labels))
    if draw(st.booleans()):
        frame.index = pd.Index(draw(st.lists(st.floats(-9, 9) | st.none(), min_size=rows, max_size=rows)), name="at")
    return frame


def column_kinds(width):
    """What the cells of each of some columns are drawn from."""
    moments = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1)) | st.just(pd.NaT)
    texts = st.text(st.characters(codec="utf-8"), max_size=5)
    kinds = (st.integers(-9, 9), st.floats(), st.booleans(), texts, texts | st.none(), moments)
    return st.lists(st.sampled_from(kinds), min_size=width, max_size=width)


def sent(value, whole=False):
    """A value after its way over the wire, JSON text included."""
    data, buffer = pack(value, whole)
    return unpack(json.loads(json.dumps(data)), buffer)


def same(one, other):
    """Whether two arrays or scalars hold the same values, to the bit, in the same type but for its byte order."""
    ordered = [np.asarray(value).astype(np.asarray(value).dtype.newbyteorder("<")) for value in (one, other)]
    return ordered[0].dtype == ordered[1].dtype and ordered[0].shape == ordered[1].shape and equal_bytes(*ordered)


def equal_bytes(one, other):
    """Whether two arrays are the same bytes in order."""
    return one.tobytes() == other.tobytes()


@given(arrays, st.booleans())
def test_an_array_arrives_as_it_was_sent(array, whole):
    """Arrays of every type, shape and byte order, and views with gaps, arrive to the bit, as arrays of their own."""
    arrived = sent([array], whole)[0]
    assert type(arrived) is np.ndarray and same(arrived, array)
    assert arrived.flags.writeable and not np.shares_memory(arrived, array)


@given(arrays)
def test_a_scalar_arrives_as_it_was_sent(array):
    """A scalar of numpy arrives as one of the same type, and does not become a number or text of Python."""
    for scalar in array.ravel()[:2]:
        arrived = sent(scalar, whole=True)
        assert type(arrived) is type(scalar) and same(arrived, scalar)


@given(st.lists(st.none() | st.integers(-9, 9) | st.text(max_size=3), max_size=4))
def test_an_array_of_plain_objects_arrives(items):
    """An array of objects travels where each of them does."""
    array = np.empty(len(items), dtype=object)
    array[:] = items
    arrived = sent(array, whole=True)
    assert arrived.dtype == object and arrived.tolist() == items


@settings(deadline=None)
@given(frames())
def test_a_frame_arrives_as_it_was_sent(frame):
    """Columns, index, their names and what is missing arrive as they were sent."""
    pd.testing.assert_frame_equal(sent(frame, whole=True), frame, check_index_type=False, check_column_type=False)
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        pd.testing.assert_series_equal(sent(column, whole=True), column, check_index_type=False)


def test_labels_of_several_levels_arrive():
    """Rows and columns may have labels of several levels."""
    frame = pd.DataFrame(np.eye(4), index=pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None]))
    frame.columns = pd.MultiIndex.from_product([["p"], [1.5, 2.5, 3.5, 4.5]])
    pd.testing.assert_frame_equal(sent(frame, whole=True), frame)


STRANGE = {
    "structured": (lambda: np.zeros(2, dtype=[("a", "i4"), ("b", "f8")]), "ndarray of "),
    "bytes": (lambda: np.array([b"ab"]), "ndarray of "),
    "void": (lambda: np.zeros(2, dtype="V3"), "ndarray of "),
    "long double": (lambda: np.zeros(2, dtype=np.longdouble), "ndarray of "),
    "ten seconds": (lambda: np.zeros(2, dtype="M8[10s]"), "ndarray of "),
    "structured scalar": (lambda: np.zeros(1, dtype=[("a", "i4")])[0], "scalar of "),
    "masked": (lambda: np.ma.masked_array([1.0], [True]), "MaskedArray"),
    "category": (lambda: pd.DataFrame({"a": pd.Categorical(["x"])}), "DataFrame with category"),
    "time zone": (lambda: pd.Series(pd.date_range("2026", periods=2, tz="UTC")), "Series with datetime64"),
    "nullable": (lambda: pd.Series([1, None], dtype="Int64"), "Series with Int64"),
    "category index": (lambda: pd.Series([1], index=pd.CategoricalIndex(["a"])), "Series with category"),
}


@pytest.mark.parametrize(("make", "name"), STRANGE.values(), ids=STRANGE)
def test_what_does_not_travel_is_refused_by_name(make, name):
    """At the check's side the fault names the type; from the student's side comes an Opaque that names it too."""
    with pytest.raises(CannotBeSent, match=name):
        pack([make()], whole=True)
    arrived = sent([make()])[0]
    assert isinstance(arrived, Opaque) and arrived.type.startswith(name)


@pytest.mark.parametrize("item", [object(), {1}, print], ids=["object", "set", "function"])
def test_an_array_of_objects_that_do_not_travel_is_refused(item):
    """An array of objects, or a column of them, does not travel where one of them does not."""
    array = np.array([1, item], dtype=object)
    for value in (array, pd.Series(array)):
        with pytest.raises(CannotBeSent, match=type(item).__name__):
            pack(value, whole=True)
    assert isinstance(sent(array)[1], Opaque)


class Trap:
    """An object whose pickle runs code when it is read."""

    def __reduce__(self):
        return pytest.fail, ("a pickle was read",)


def test_nothing_is_pickled():
    """An object in an array crosses as its text, and no bytes of an array are read as a pickle."""
    array = np.array([Trap()], dtype=object)
    assert isinstance(sent(array)[0], Opaque)
    data, buffer = pack(np.frombuffer(array.dumps(), np.uint8))
    for kind in ("|O", "|O8", "object", "O"):
        with pytest.raises(WireError):
            unpack({**data, "type": kind}, buffer)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(["0", "1", "00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["$", "is", "type", "shape"]), inner),
    max_leaves=5,
)
types = st.sampled_from(
    ["<f8", "|b1", "<U2", "<U9999999", "<U0", "|O", "<M8[ns]", "<M8", "<m8[Y]", "str", "object", "V8"]
)
tags = st.sampled_from(["array", "scalar", "frame", "series", "tensor", "tuple", "opaque", "dict", "float"])


@st.composite
def mutated(draw):
    """What is sent for an array or a frame, with some of its parts replaced by others or by junk."""
    value = draw(arrays | frames() | frames().map(lambda frame: frame.index.to_series()))
    data, buffer = pack([value])
    data = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 3))):
        places = list(places_in(data))
        holder, key = draw(st.sampled_from(places))
        others = [holder[key] for holder, key in places]
        replacements = {"type": types | junk, "$": tags | junk}.get(key, junk | st.sampled_from(others))
        holder[key] = copy.deepcopy(draw(replacements))
    cut = draw(st.just(len(buffer)) | st.integers(0, len(buffer)))
    return data, buffer[:cut]


def places_in(data):
    """Every place in JSON that holds something, as its holder and key."""
    for key, item in data.items() if isinstance(data, dict) else enumerate(data):
        yield data, key
        if isinstance(item, dict | list):
            yield from places_in(item)


@settings(deadline=None, max_examples=400)
@given(mutated())
@pytest.mark.filterwarnings("ignore")
def test_nothing_but_a_wire_error_comes_of_a_strangers_arrays(message):
    """Whatever is changed in what is sent for an array or frame, reading it gives a value or a WireError."""
    with suppress(WireError):
        unpack(*message)


BYTES = pack(np.arange(8, dtype=np.uint8))
FALSE_ARRAYS = {
    "another length": {"type": "<f8", "shape": [2]},
    "a size below 0": {"type": "|u1", "shape": [-8]},
    "a truth value for a size": {"type": "|u1", "shape": [True, 8]},
    "no shape": {"type": "|u1", "shape": None},
    "too many dimensions": {"type": "|u1", "shape": [8] + [1] * MAX_DIMENSIONS},
    "too large beside a 0": {"type": "|u1", "shape": [0, MAX_ITEMS + 1]},
    "too large a product beside a 0": {"type": "|u1", "shape": [0, MAX_ITEMS, 2]},
    "no truth values": {"type": "|b1", "shape": [8]},
    "no characters": {"type": "<U1", "shape": [2]},
    "objects": {"type": "|O", "shape": [1]},
    "unknown bytes": {"type": "|u1", "shape": [8], "is": "7"},
}


@pytest.mark.parametrize("claims", FALSE_ARRAYS.values(), ids=FALSE_ARRAYS)
def test_what_an_array_claims_is_not_believed(claims):
    """An array whose type, shape or bytes do not fit each other is refused."""
    data, buffer = BYTES
    assert unpack(data, buffer).tolist() == list(range(8))
    with pytest.raises(WireError):
        unpack({**data, **claims}, buffer)


def test_bytes_are_read_once():
    """An array's bytes are its own: no message becomes larger by naming the same bytes again and again."""
    data, buffer = BYTES
    with pytest.raises(WireError, match="bytes"):
        unpack([data, data], buffer)


LONELY = """
import sys
import numpy as np
from autograder.kernel_side.wire import pack, unpack
unpack(*pack([np.eye(2), object(), {"a": np.float64(1)}]))
assert "pandas" not in sys.modules
"""


def test_pandas_is_not_imported_for_what_is_no_frame():
    """A process that has not loaded pandas does not load it to send or read arrays and other values."""
    subprocess.run([sys.executable, "-c", LONELY], check=True, timeout=120)

"""Laws of what a check expects of an answer."""

import math

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.kernel_side.wire import Opaque, pack, unpack
from autograder.student.assertions import (
    WrongAnswer,
    assert_close,
    assert_equal,
    assert_number,
    assert_tensor,
    assert_true,
    is_close,
)

seeds = st.integers(0, 2**32 - 1)
shapes = st.lists(st.integers(0, 5), max_size=3).map(tuple)


def tensor(seed, shape, scale=1.0):
    """A random tensor."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale


def key(function, *arguments, **named):
    """The key of the fault that a call raises, or None; the fault can be said in both languages."""
    try:
        function(*arguments, **named)
    except WrongAnswer as wrong:
        assert wrong.render("es") and str(wrong) == wrong.render("en")
        return wrong.key
    return None


@settings(deadline=None)
@given(seeds, shapes, st.floats(1e-3, 1e3))
def test_a_tensor_is_close_to_itself(seed, shape, scale):
    """Every finite tensor, the empty one too, agrees with itself."""
    value = tensor(seed, shape, scale)
    assert is_close(value, value.clone())
    assert assert_close(value, value.clone(), "x") is None


@settings(deadline=None)
@given(seeds, st.floats(1e-3, 1e3), st.integers(0, 23))
def test_a_difference_that_is_seen_is_not_close(seed, scale, place):
    """A difference of a thousandth of the largest entry, anywhere, is a wrong answer."""
    expected = tensor(seed, (2, 3, 4), scale)
    actual = expected.clone()
    actual.view(-1)[place] += 1e-3 * expected.abs().max()
    assert not is_close(actual, expected)
    assert key(assert_close, actual, expected, "x") == "expect.close"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_never_close(bad):
    """NaN and infinities in an answer agree with nothing."""
    wild, tame = torch.tensor([1.0, bad]), torch.tensor([1.0, 2.0])
    assert not is_close(wild, tame)
    assert key(assert_close, wild, tame, "x") == "expect.finite"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_to_expect_what_is_not_finite_is_a_fault_of_the_check(bad):
    """What is expected must be finite: where it is not, no answer is right or wrong, whatever its shape."""
    wild = torch.tensor([1.0, bad])
    for answer in (torch.tensor([1.0, 2.0]), wild, torch.zeros(3)):
        with pytest.raises(ValueError, match="fault of the check"):
            is_close(answer, wild)
    with pytest.raises(ValueError, match="fault of the check"):
        assert_close(torch.tensor([1.0, 2.0]), wild, "x")


@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (1,), (), (3, 3), (0,)])
def test_shapes_are_not_broadcast(shape):
    """Tensors of another shape are not close, even where they could be broadcast."""
    assert not is_close(torch.zeros(shape), torch.zeros(3))
    assert key(assert_close, torch.zeros(shape), torch.zeros(3), "x") == "expect.shape"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "expect.no_tensor"),
        ([1.0, 2.0], "expect.no_tensor"),
        (Opaque("ndarray", "array([1., 2.])"), "expect.no_tensor"),
        (torch.zeros(3), "expect.shape"),
        (torch.zeros(2, dtype=torch.long), "expect.floating"),
        (torch.zeros(2, dtype=torch.complex64), "expect.floating"),
        (torch.tensor([1.0, math.nan]), "expect.finite"),
        (torch.zeros(2), None),
        (torch.zeros(2, dtype=torch.float64), None),
        (torch.zeros(2, dtype=torch.bfloat16), None),
    ],
)
def test_a_tensor_is_what_it_must_be(value, expected):
    """What is no tensor, has another shape, holds no floats or is not finite is told apart."""
    assert key(assert_tensor, value, (2,), "x") == expected


def test_a_fault_names_the_students_type():
    """The type that is named is the one on the student's side."""
    with pytest.raises(WrongAnswer, match="ndarray"):
        assert_tensor(Opaque("ndarray", ""), (2,), "x")


def test_what_is_expected_comes_back():
    """A tensor that is as it must be is returned itself."""
    value = torch.zeros(2)
    assert assert_tensor(value, (2,), "x") is value


def test_a_condition_says_its_own_message():
    """A condition that fails is told in the words of the check, whatever signs they hold."""
    assert assert_true(True, "never") is None
    with pytest.raises(WrongAnswer) as raised:
        assert_true(False, "mira {esto} y %s")
    assert raised.value.render("es") == "mira {esto} y %s"
    assert isinstance(raised.value, AssertionError)


FAR = "another value than this is expected"
plain = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=4)
numpy_scalars = hnp.arrays(
    st.one_of(hnp.boolean_dtypes(), hnp.integer_dtypes(), hnp.floating_dtypes(), hnp.complex_number_dtypes())
    | hnp.datetime64_dtypes()
    | hnp.timedelta64_dtypes()
    | hnp.unicode_string_dtypes(max_len=3),
    hnp.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=3),
)
columns = st.sampled_from([[1, 2], [1.0, math.nan], ["a", None], [True, False], [None, None], ["a", "b"]])
frames = st.lists(columns, min_size=1, max_size=3).map(
    lambda all: pd.DataFrame({f"c{place}": column for place, column in enumerate(all)})
)
leaves = (
    plain
    | numpy_scalars
    | numpy_scalars.filter(lambda array: array.size).map(lambda array: array.ravel()[0])
    | frames
    | frames.map(lambda frame: frame["c0"])
    | st.builds(tensor, seeds, shapes)
    | st.sampled_from([torch.tensor([1, 2]), torch.ones(2, dtype=torch.bfloat16), torch.ones(2, dtype=torch.bool)])
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(plain | st.tuples(plain, plain), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_a_value_equals_a_copy_of_itself(value):
    """Whatever travels equals itself after its way over the wire and back, missing values and NaN too."""
    assert key(assert_equal, unpack(*pack(value)), value, "x") is None


@pytest.mark.filterwarnings("ignore")
@given(values | st.just(Opaque("set", "{1}")), values)
def test_nothing_but_a_wrong_answer_comes_of_an_answer(actual, expected):
    """Whatever the student's value is, it is equal, near, or a wrong answer that can be said in both languages."""
    key(assert_equal, actual, expected, "x")
    key(assert_number, actual, 2.5, "x")
    key(assert_number, actual, 3, "x", tolerance=0.5)
    key(assert_close, actual, torch.ones(2), "x")
    key(assert_close, actual, np.ones(2), "x")


EQUAL = [
    (3, 3.0),
    (np.int8(3), 3),
    (3.0, np.float32(3)),
    (math.nan, math.nan),
    (np.float32("nan"), math.nan),
    (np.bool_(True), True),
    (np.str_("a"), "a"),
    ({1: "a", math.nan: 2}, {1.0: "a", float("nan"): 2}),
    (np.array([1, 2]), np.array([1.0, 2.0])),
    (np.array([math.nan]), np.array([math.nan])),
    (pd.DataFrame({"a": [1.0, 2.0]}), pd.DataFrame({"a": [1, 2]})),
    (pd.Series(["a", None]), pd.Series(["a", math.nan], dtype=object)),
    (pd.Series([1, math.nan]), pd.Series([1, None], dtype="Int64")),
]


@pytest.mark.parametrize(("actual", "expected"), EQUAL, ids=repr)
def test_equal_values_of_other_types_are_equal(actual, expected):
    """Integers and floats, numbers of numpy and of Python, and whatever stands for a missing value are the same."""
    assert key(assert_equal, actual, expected, "x") is None


UNEQUAL = [
    (True, 1, "number"),
    (1, True, "type"),
    (1, False, "type"),
    ("1", 1, "number"),
    (1, "1", "type"),
    (0, None, "type"),
    (4, 3, "equal"),
    (2**53 + 1, 2.0**53, "equal"),
    (10**300, math.nan, "equal"),
    (math.nan, 1, "equal"),
    ("a", "b", "equal"),
    ((1, 2), [1, 2], "type"),
    ([1], [1, 2], "length"),
    ([1, 3], [1, 2], "equal"),
    ({1: 0}, {True: 0}, "keys"),
    ({"a": 0}, {"a": 0, "b": 1}, "keys"),
    ({"a": 0}, {"a": 1}, "equal"),
    ([1.0, 2.0], np.array([1.0, 2.0]), "type"),
    (np.ones((2, 1)), np.ones(2), "shape"),
    (np.ones(2), np.array([1.0, 2.0]), "entries"),
    (np.array([True]), np.array([1]), "entry_type"),
    (np.array(["1"]), np.array([1]), "entry_type"),
    (np.array(1.0), 1.0, "number"),
    (torch.tensor(1.0), 1.0, "number"),
    (np.timedelta64(3, "D"), 3, "number"),
    (np.timedelta64(1, "Y"), np.timedelta64(365, "D"), "equal"),
    (torch.ones(2), torch.zeros(2), "entries"),
    (Opaque("set", "{1}"), [1], "type"),
    (pd.Series([1]), pd.DataFrame({"a": [1]}), "type"),
    (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1]}), "shape"),
    (pd.DataFrame({"b": [1]}), pd.DataFrame({"a": [1]}), "columns"),
    (pd.DataFrame({"a": [1]}, index=[5]), pd.DataFrame({"a": [1]}), "index"),
    (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]}), "entries"),
    (pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["x", "y"]}), "equal"),
    (pd.DataFrame({"a": [True]}), pd.DataFrame({"a": [1]}), "number"),
]


@pytest.mark.parametrize(("actual", "expected", "fault"), UNEQUAL, ids=repr)
def test_values_that_differ_are_told_by_what_differs(actual, expected, fault):
    """Type, length, shape, keys and labels are told apart from values; True is not 1, and a list is no array."""
    assert key(assert_equal, actual, expected, "x") == f"expect.{fault}"


@given(st.integers(10**6, 10**9), st.sampled_from([lambda x: x, lambda x: [x], lambda x: {"k": x}, np.array, str]))
def test_what_is_expected_is_never_shown(secret, wrap):
    """No fault of values holds what was expected, nor how far it is away."""
    calls = [lambda: assert_equal(wrap(secret - 1), wrap(secret), "x")]
    if isinstance(wrap(0), int):
        calls.append(lambda: assert_number(secret - 1, secret, "x", tolerance=0.5))
    for call in calls:
        with pytest.raises(WrongAnswer) as raised:
            call()
        told = f"{raised.value.values} {raised.value.render('es')} {raised.value.render('en')}"
        assert str(secret) not in told and "difference" not in told


def test_the_place_of_a_difference_is_named():
    """A part that differs goes by its place in the answer."""
    with pytest.raises(WrongAnswer, match=r"f\(x\)\['a'\]\[1\] "):
        assert_equal({"a": [1, 2]}, {"a": [1, 3]}, "f(x)")


@pytest.mark.parametrize(
    "call",
    [
        lambda: assert_equal(1, 2, "x", message=FAR),
        lambda: assert_equal(np.ones(2), np.zeros(2), "x", message=FAR),
        lambda: assert_number(1, 2, "x", message=FAR),
        lambda: assert_close(torch.ones(2), torch.zeros(2), "x", message=FAR),
        lambda: assert_close(np.ones(2), np.zeros(2), "x", message=FAR),
    ],
)
def test_a_check_may_say_itself_what_is_wrong_with_a_value(call):
    """A message of the check's stands in place of the engine's words, where the values differ."""
    with pytest.raises(WrongAnswer) as raised:
        call()
    assert raised.value.render("es") == raised.value.render("en") == FAR


@pytest.mark.parametrize("call", [assert_equal, assert_number, assert_close])
def test_a_message_does_not_hide_a_wrong_type(call):
    """An answer of another type is told as such, whatever the check says of values."""
    with pytest.raises(WrongAnswer, match="set"):
        call(Opaque("set", "{1}"), torch.ones(2) if call is assert_close else 2, "x", message=FAR)


@given(st.floats(-1e6, 1e6), st.floats(0, 10))
def test_a_number_within_the_tolerance_is_right(expected, allowed):
    """A number is right at most `tolerance` away, and wrong farther off."""
    assert key(assert_number, np.float64(expected), expected, "x", tolerance=allowed) is None
    assert key(assert_number, expected + allowed / 2, expected, "x", tolerance=allowed + 1e-9) is None
    assert key(assert_number, expected + allowed + 1e-3, expected, "x", tolerance=allowed) == "expect.equal"


@pytest.mark.parametrize(
    ("actual", "expected", "fault"),
    [
        (0.1 + 0.2, 0.3, None),
        (np.float32(0.1), 0.1, None),
        (0.101, 0.1, "equal"),
        (math.inf, math.inf, None),
        (-math.inf, math.inf, "equal"),
        (1.0, math.inf, "equal"),
        (math.nan, 1.0, "equal"),
        (math.nan, math.nan, None),
        (10**320, 1.0, "equal"),
        (10**320, 10**320, None),
        (1 + 1e-9j, 1.0, None),
        (True, 1, "number"),
        ("1", 1, "number"),
        (None, 1, "number"),
    ],
)
def test_a_number_is_near_by_default_up_to_rounding(actual, expected, fault):
    """Without a tolerance two numbers may differ as float32's rounding may let them, and no more."""
    assert key(assert_number, actual, expected, "x") == (fault and f"expect.{fault}")


@pytest.mark.parametrize("expected", [{1}, object(), b"x"])
def test_to_expect_what_does_not_travel_is_a_fault_of_the_check(expected):
    """No answer can equal what does not travel, or be near what is no number: the check is to blame."""
    for call in (assert_equal, assert_number):
        with pytest.raises(TypeError, match="fault of the check"):
            call(1, expected, "x")


@pytest.mark.parametrize(
    ("actual", "fault"),
    [
        (np.array([1.0, 2.0 + 1e-7]), None),
        (np.array([1, 2]), None),
        (np.array([1.0, 2.1]), "entries"),
        (np.array([1.0, math.nan]), "finite"),
        (np.ones(3), "shape"),
        (np.array(["a", "b"]), "entry_type"),
        ([1.0, 2.0], "type"),
        (torch.tensor([1.0, 2.0]), "type"),
    ],
    ids=repr,
)
def test_an_array_is_near_up_to_rounding(actual, fault):
    """An array of numbers is compared as a tensor is, and told in words that fit a lab without tensors."""
    assert key(assert_close, actual, np.array([1.0, 2.0]), "x") == (fault and f"expect.{fault}")

"""Laws of what a check expects of an answer."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.kernel_side.wire import Opaque
from autograder.student.assertions import WrongAnswer, assert_close, assert_tensor, assert_true, is_close

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

"""Laws of numerals: what is folded is what Python computes, and nothing else is folded."""

import ast

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, integers

from autograder.source.constants import constant_value, is_arithmetic


def expression(text):
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    "text", ["8000", "10*800", "5_000", "int(5e3)", "2**8", "1e4", "-3", "+4", "7 // 2", "2**-1", "round(2.6)", "0x10"]
)
def test_folding_agrees_with_python(text):
    """What is folded has the value and the type that Python gives it."""
    number = constant_value(expression(text))
    assert number == eval(text)
    assert type(number) is type(eval(text))


@pytest.mark.parametrize(
    "text", ["True", "n", "'8000'", "[1]", "1j", "1 / 0", "(-8)**0.5", "int(1e999)", "f(3)", "int('3')", "1 << 3"]
)
def test_what_is_no_number_is_not_folded(text):
    """Truth values, names, strings, faults and other calls are no numbers."""
    assert constant_value(expression(text)) is None


@pytest.mark.parametrize("text", ["9**9**9**9", "10**60 * 10**60 * 10**60", "+".join(["1"] * 900)])
def test_folding_is_bounded(text):
    """A number too large to compute, and an expression too deep, are left alone at once."""
    constant_value(expression(text))


@given(integers(-(10**9), 10**9))
def test_every_integer_folds_to_itself(number):
    """A literal is its own value."""
    assert constant_value(expression(str(number))) == number


@given(booleans())
def test_truth_values_are_no_arithmetic(value):
    """`flag = True` is no size."""
    assert not is_arithmetic(expression(str(value)))


@pytest.mark.parametrize("text", ["64 * n_head", "len(data) // batch_size", "max(1, n)", "-n"])
def test_arithmetic_over_names_is_recognised(text):
    """Names, numbers and harmless functions make arithmetic."""
    assert is_arithmetic(expression(text))


@pytest.mark.parametrize("text", ["x.shape[0]", "f(n)", "n if a else b", "max(1, *n)", "int(n, base=2)", "'a' * 3"])
def test_other_expressions_are_no_arithmetic(text):
    """Calls, attributes, choices and strings are left to run as written."""
    assert not is_arithmetic(expression(text))

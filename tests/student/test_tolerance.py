"""Laws of the numerical policy."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.student.tolerance import is_close, is_unchanged, tolerance

seeds = st.integers(0, 2**32 - 1)


def tensor(seed, shape, scale=1.0):
    """A random tensor."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale


@settings(deadline=None)
@given(seeds, st.integers(1, 512), st.floats(1e-2, 1e2))
def test_another_order_of_a_sum_is_close(seed, terms, scale):
    """Float32 sums of a number of terms, in whatever order, agree with what float64 gives."""
    value = tensor(seed, (8, terms), scale)
    total = value.double().sum(1)
    assert is_close(value.sum(1), total, terms)
    assert is_close(value.flip(1).sum(1), total, terms)
    assert is_close(value.cumsum(1)[:, -1], total, terms)


@settings(deadline=None, max_examples=50)
@given(seeds, st.integers(1, 9), st.integers(1, 64), st.floats(0.1, 3))
def test_a_formula_in_float32_is_close_to_itself_in_float64(seed, T, C, scale):
    """Attention in float32, with projections and softmax, agrees with float64 within the terms that it sums."""
    x = tensor(seed, (2, T, C), scale)  # (B, T, C)
    weights = [tensor(seed + n, (C, 7)) * C**-0.5 for n in (1, 2, 3)]

    def attention(x, q, k, v):
        scores = (x @ q) @ (x @ k).transpose(-2, -1) * 7**-0.5  # (B, T, T)
        future = torch.ones(T, T, dtype=torch.bool).triu(1)
        return scores.masked_fill(future, float("-inf")).softmax(-1) @ (x @ v)  # (B, T, hs)

    exact = attention(x.double(), *(weight.double() for weight in weights))
    assert is_close(attention(x, *weights), exact, terms=C + 7 + T)


@given(st.floats(1e-2, 1e6), st.integers(1, 1000))
def test_the_tolerance_grows_with_size_and_terms(scale, terms):
    """The rounding error that is allowed grows with the largest entry and with the number of terms."""
    value = torch.tensor([scale, -scale / 2])
    assert tolerance(value * 2, terms) == pytest.approx(2 * tolerance(value, terms))
    assert tolerance(value, 2 * terms) == pytest.approx(2 * tolerance(value, terms))
    assert 0 < tolerance(torch.zeros(0), 64) < 1e-6


@given(seeds)
def test_the_same_code_is_held_to_the_type_it_answers_in(seed):
    """A difference that float32 may have by rounding is none between float32 answers, and is one in float64."""
    before = tensor(seed, (2, 3)).double()
    again = before * (1 + 1e-7)
    assert is_unchanged(again.float(), before.float())
    assert is_close(again, before)
    assert not is_unchanged(again, before)
    assert is_unchanged(before.clone(), before)

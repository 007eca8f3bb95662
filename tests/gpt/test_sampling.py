"""Laws of how the GPT lab tests draws: it refuses right ones as rarely as stated; wrong ones it sees."""

import importlib.util
import sys
from fractions import Fraction
from math import comb
from pathlib import Path
from types import ModuleType

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import floats, integers

FILE = Path(__file__).parents[2] / "solutions" / "gpt" / "checks" / "sampling.py"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gpt_sampling", FILE)
    sys.modules[spec.name] = made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


sampling = _loaded()
SIDES, ROWS = 97, 8_000


def exact(n: int, p: float) -> list[Fraction]:
    """The binomial distribution in exact numbers."""
    chance = Fraction(p)
    return [comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)]


def draws(chances: torch.Tensor, seed: int) -> torch.Tensor:
    """Two independent draws in each row."""
    dice = torch.Generator().manual_seed(seed)
    return torch.multinomial(chances.expand(ROWS, -1), 2, replacement=True, generator=dice)


@pytest.fixture
def chances() -> torch.Tensor:
    """The chances that the check uses."""
    torch.manual_seed(0)
    return sampling.uneven(SIDES)


@given(integers(1, 60), integers(0, 60), floats(1e-6, 1 - 1e-6))
def test_tails_are_the_binomials_own(n, k, p):
    """The probabilities of at most, and of at least, so many times are sums of the binomial distribution."""
    k = min(k, n)
    low, high = sampling.tails(sampling.Count("", k, n, p))
    mass = exact(n, p)
    assert low == pytest.approx(float(sum(mass[: k + 1])), rel=1e-9, abs=1e-300)
    assert high == pytest.approx(float(sum(mass[k:])), rel=1e-9, abs=1e-300)


@given(integers(1, 60), floats(1e-3, 1 - 1e-3), floats(1e-6, 0.5), integers(1, 9))
def test_right_draws_are_refused_no_more_often_than_is_stated(n, p, error, number):
    """Of one count among several, the outcomes that are refused have together no more than their share of the error."""
    mass = exact(n, p)
    limit = error / (2 * number)
    counts = [sampling.Count("", k, n, p) for k in range(n + 1)]
    refused = [k for k, count in enumerate(counts) if sampling.unlikely([count], 2 * limit)]
    assert float(sum(mass[k] for k in refused)) <= 2 * limit * (1 + 1e-9)


def test_the_stated_error_is_small_enough() -> None:
    """A right generate is refused with a probability below one in a million."""
    assert sampling.ERROR < 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_right_draws_pass(chances, seed):
    """Draws that follow the chances, each on its own, are not refused."""
    assert sampling.unlikely([*sampling.counts(draws(chances, seed), chances)]) is None


def _hanging_together(chances: torch.Tensor) -> torch.Tensor:
    found = draws(chances, 0)
    return found[: ROWS // 2].repeat(2, 1)


WRONG = {
    "temperature": lambda p: draws((p.log() / 1.1).softmax(0), 0),
    "top 50": lambda p: draws(p.where(p >= p.sort().values[-50], 0.0), 0),
    "argmax": lambda p: p.argmax().expand(ROWS, 2),
    "uniform": lambda p: draws(torch.full_like(p, 1 / SIDES), 0),
    "one for all rows": lambda p: draws(p, 0)[:1].expand(ROWS, 2),
    "second token copied": lambda p: draws(p, 0)[:, :1].expand(ROWS, 2),
    "halves alike": _hanging_together,
    "outside": lambda p: draws(p, 0) + 1,
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_draws_are_seen(chances, name):
    """Another distribution, or draws that hang together, are refused."""
    assert sampling.unlikely([*sampling.counts(WRONG[name](chances), chances)]) is not None

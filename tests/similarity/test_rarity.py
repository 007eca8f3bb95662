"""Laws of rarity: the sums are what one gets by counting pair by pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similarity.rarity import FEW, count_runs, rarity_scores

HELD = st.lists(st.sets(st.integers(0, 12), max_size=10), min_size=1, max_size=9)


def arrays(held):
    """Sets of numbers as runs are held."""
    return [np.array(sorted(one), dtype=np.uint64) for one in held]


@given(HELD)
def test_scores_are_sums_of_weights(held):
    """The score of two notebooks is the sum of the weights of what both hold; each two have one place."""
    counted = count_runs(arrays(held))
    found = rarity_scores(arrays(held), counted)
    for a in range(len(held)):
        for b in range(len(held)):
            both = np.array(sorted(held[a] & held[b]), dtype=np.uint64) if a < b else np.empty(0, np.uint64)
            assert found[a, b] == pytest.approx(counted.weight(counted.holders(both)).sum(), abs=1e-5)


def test_what_many_hold_is_summed_alike():
    """A run that too many hold to list their pairs counts for the same pairs, with its own weight."""
    many = FEW + 6
    held = arrays([{1, 2} if place < many else {3} if place < many + 2 else set() for place in range(3 * many)])
    counted = count_runs(held)
    found = rarity_scores(held, counted)
    each = 2 * counted.weight(np.array([many]))[0]
    assert 0 < each < 1
    assert found[: many - 1, many - 1].tolist() == pytest.approx([each] * (many - 1))
    assert found.sum() == pytest.approx(each * many * (many - 1) / 2 + 1)


@given(st.integers(2, 3000))
def test_the_rarer_the_more(size):
    """What only two hold counts 1, the more hold it the less, and what most hold nothing; with two, all counts."""
    counted = count_runs([np.empty(0, np.uint64)] * size)
    weights = counted.weight(np.arange(2, size + 1)).tolist()
    assert weights[0] == pytest.approx(1)
    assert weights == sorted(weights, reverse=True)
    assert size == 2 or weights[-1] == 0


@given(HELD)
def test_run_counts(held):
    """Of each run one knows how many hold it; one that was not counted is held by one."""
    counted = count_runs(arrays(held))
    for run in range(14):
        expected = max(1, sum(run in one for one in held))
        assert counted.holders(np.array([run], dtype=np.uint64)).tolist() == [expected]

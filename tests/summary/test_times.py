"""Laws of times."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis.strategies import integers, lists

from autograder.people.person import Person
from autograder.results.record import StudentRecord
from autograder.summary.times import SHOWN, grading_times


@settings(deadline=None, max_examples=80)
@given(lists(integers(0, 100_000).map(lambda n: n / 100), max_size=30))
def test_every_submission_is_in_one_bin(stand, seconds):
    """Bins touch, hold every submission once, and the slowest are the slowest, in order."""
    found = grading_times([stand(seconds=one) for one in seconds])
    assert sum(bin.count for bin in found.bins) == len(seconds)
    assert all(a.high == b.low for a, b in pairwise(found.bins))
    assert [b.count for b in found.bins] == [sum(b.low <= s < b.high for s in seconds) for b in found.bins]
    assert [slow.seconds for slow in found.slowest] == sorted(seconds, reverse=True)[:SHOWN]
    assert (found.spread.count if found.spread else 0) == len(seconds)


def test_bins_widen(stand):
    """Bins end at 1, 2, 5, 10 …, and those before the fastest and after the slowest are left out."""
    assert [(b.low, b.high) for b in grading_times([stand(seconds=s) for s in (3.0, 10.0)]).bins] == [
        (2, 5),
        (5, 10),
        (10, 20),
    ]


def test_who_has_no_result_took_no_time(stand):
    """A file that could not be read is not a fast one."""
    found = grading_times(
        [StudentRecord(Person("1"), "x", None, "roto"), StudentRecord(Person("2"), manual={"a": 1.0})]
    )
    assert (found.spread, found.bins, found.slowest) == (None, (), ())

"""Laws of marks: everybody who was graded is counted once, an open mark as a range and never as its low end."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.lab.declaration import Lab, Mark, Question
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord
from autograder.summary.marks import mark_histogram


def test_open_marks_are_ranges(stand, lab):
    """Somebody whose written answer is not read yet is in no bin as settled, and possible in each of the range."""
    found = mark_histogram([stand(a=2.0, f=1.0, z=0.0), stand(a=2.0, f=None, z=0.0), stand(a=0.0, f=0.0, z=0.0)], lab)
    assert (found.settled, found.open) == (2, 1)
    assert [(b.low, b.high) for b in found.bins if b.settled] == [(1.0, 1.4), (4.0, 4.4)]
    assert [(b.low, b.high) for b in found.bins if b.possible] == [(3.0, 3.4), (3.5, 3.9), (4.0, 4.4)]
    assert [(r.low, r.high, r.students) for r in found.ranges] == [(3.0, 4.0, 1)]


@settings(deadline=None, max_examples=60)
@given(data())
def test_everybody_is_counted_once(classes, lab, data):
    """Settled marks are in one bin each, open ones in one range each; who has no result is in none."""
    drawn = data.draw(classes)
    found = mark_histogram(drawn, lab)
    totals = [total for record in drawn if (total := record.total(lab))]
    assert found.settled == sum(b.settled for b in found.bins) == sum(t.mark is not None for t in totals)
    assert found.open == sum(r.students for r in found.ranges) == sum(t.mark is None for t in totals)
    for bin in found.bins:
        assert bin.settled == sum(t.mark is not None and bin.low <= t.mark <= bin.high for t in totals)
        still = [t.mark_range for t in totals if t.mark is None]
        assert bin.possible == sum(not (high < bin.low or bin.high < low) for low, high in still)


@pytest.mark.parametrize(
    ("base", "top", "count", "first", "last"),
    [
        (1.0, 7.0, 12, (1.0, 1.4), (6.5, 7.0)),
        (0.0, 100.0, 10, (0.0, 9.9), (90.0, 100.0)),
        (0.0, 20.0, 10, (0.0, 1.9), (18.0, 20.0)),
        (0.0, 0.3, 3, (0.0, 0.0), (0.2, 0.3)),
        (5.0, 5.0, 1, (5.0, 5.0), (5.0, 5.0)),
    ],
)
def test_bins_cover_any_scale(stand, base, top, count, first, last):
    """Few bins cover each scale from end to end, with no tenth between them."""
    scale = Lab("x", "X", (Question("a", "A", "code", 1.0),), mark=Mark(base, top))
    bins = mark_histogram([], scale).bins
    assert (len(bins), (bins[0].low, bins[0].high), (bins[-1].low, bins[-1].high)) == (count, first, last)
    assert all(round(b.low - a.high, 6) == 0.1 for a, b in pairwise(bins))


def test_nobody_has_no_mark(lab):
    """Who handed in nothing, or could not be graded, is in no bin."""
    found = mark_histogram([StudentRecord(NOBODY, error="roto"), StudentRecord(NOBODY)], lab)
    assert (found.settled, found.open, found.ranges) == (0, 0, ())


def test_the_ends_of_a_bin_are_in_it(stand, lab):
    """A mark at the low or the high end of a bin is in that one."""
    found = mark_histogram([stand(manual={"a": points}, f=0.0, z=0.0) for points in (0.4, 0.5)], lab)
    assert [(b.low, b.high, b.settled) for b in found.bins[:2]] == [(1.0, 1.4, 1), (1.5, 1.9, 1)]

"""Counts the marks of a class in a histogram; a mark that is not settled is a range and is counted apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.lab.declaration import Lab, Mark
from autograder.results import scoring
from autograder.results.record import StudentRecord

MOST = 12  # bins that a person takes in at a glance


@dataclass(frozen=True)
class MarkBin:
    """Marks from `low` to `high`, both included: how many are settled, and how many open ones may fall here."""

    low: float
    high: float
    settled: int
    possible: int


@dataclass(frozen=True)
class OpenRange:
    """The marks that are still possible for some students, from `low` to `high`."""

    low: float
    high: float
    students: int


@dataclass(frozen=True)
class MarkHistogram:
    """The marks of a class; each student with a settled mark is in one bin, each with an open one in one range."""

    settled: int
    open: int
    bins: tuple[MarkBin, ...]
    ranges: tuple[OpenRange, ...]


def mark_histogram(records: Sequence[StudentRecord], lab: Lab) -> MarkHistogram:
    """Return the histogram of the marks of all students who have one or may still get one."""
    totals = [total for record in records if (total := record.total(lab)) is not None]
    settled = [total.mark for total in totals if total.mark is not None]
    ranges = [total.mark_range for total in totals if total.mark is None]
    bins = (
        MarkBin(
            low,
            high,
            settled=sum(low <= mark <= high for mark in settled),
            possible=sum(first <= high and last >= low for first, last in ranges),
        )
        for low, high in _bins(lab.mark)
    )
    counted = sorted(Counter(ranges).items())
    return MarkHistogram(
        len(settled), len(ranges), tuple(bins), tuple(OpenRange(low, high, n) for (low, high), n in counted)
    )


def _bins(scale: Mark) -> list[tuple[float, float]]:
    """Return the ends of the bins; all marks have one decimal, so tenths are counted."""
    lowest, highest = (_tenths(scoring.mark_for_points(points, scale)) for points in (0.0, scale.top - scale.base))
    width = next(w for n in range(12) for w in (10**n, 2 * 10**n, 5 * 10**n) if w * MOST >= highest - lowest)
    starts = list(range(lowest, highest, width)) or [lowest]
    ends = [*(start - 1 for start in starts[1:]), highest]
    return [(start / 10, end / 10) for start, end in zip(starts, ends, strict=True)]


def _tenths(mark: float) -> int:
    return round(mark * 10)

"""Counts how long the submissions of a class took to grade."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograder.gradebook.stats import Distribution, distribution
from autograder.people.person import Person
from autograder.results.record import StudentRecord

SHOWN = 10


@dataclass(frozen=True)
class TimeBin:
    """The number of submissions that took at least `low` and less than `high` seconds."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class SlowSubmission:
    """A submission that took long to grade, and its time in seconds."""

    person: Person
    file: str
    seconds: float


@dataclass(frozen=True)
class GradingTimes:
    """The grading times of all submissions that have a result, in seconds; `slowest` is sorted, slowest first."""

    spread: Distribution | None
    bins: tuple[TimeBin, ...]
    slowest: tuple[SlowSubmission, ...]


def grading_times(records: Sequence[StudentRecord]) -> GradingTimes:
    """Return the grading times, counted in bins whose limits grow as 1, 2, 5, 10 and so on, in seconds."""
    submissions = [SlowSubmission(s.person, s.file, s.result.environment.seconds) for s in records if s.result]
    seconds = [submission.seconds for submission in submissions]
    ends = _ends(max(seconds, default=0.0))
    bins = [TimeBin(low, high, sum(low <= s < high for s in seconds)) for low, high in pairwise([0.0, *ends])]
    while bins and not bins[0].count:
        bins.pop(0)
    slowest = sorted(submissions, key=lambda submission: (-submission.seconds, submission.file, submission.person))[
        :SHOWN
    ]
    return GradingTimes(distribution(seconds), tuple(bins), tuple(slowest))


def _ends(longest: float) -> list[float]:
    """Return the ends of bins that hold all up to the longest."""
    candidates = [
        step * 10**power for power in range(math.ceil(math.log10(max(longest, 1.0))) + 1) for step in (1, 2, 5)
    ]
    last = next(place for place, end in enumerate(candidates) if end > longest)
    return [float(end) for end in candidates[: last + 1]]

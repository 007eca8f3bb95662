"""How long the submissions of a class took to grade."""

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
    """The submissions that took from `low` seconds to less than `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class SlowSubmission:
    """A submission that took long to grade, in seconds."""

    person: Person
    file: str
    seconds: float


@dataclass(frozen=True)
class GradingTimes:
    """The grading times of all submissions that have a result, in seconds; `slowest` has the slowest first."""

    spread: Distribution | None
    bins: tuple[TimeBin, ...]
    slowest: tuple[SlowSubmission, ...]


def grading_times(there: Sequence[StudentRecord]) -> GradingTimes:
    """Count the grading times in bins that widen by 1, 2, 5, 10 …: some take a hundred times as long as others."""
    took = [SlowSubmission(s.person, s.file, s.result.environment.seconds) for s in there if s.result]
    seconds = [one.seconds for one in took]
    ends = _ends(max(seconds, default=0.0))
    bins = [TimeBin(low, high, sum(low <= s < high for s in seconds)) for low, high in pairwise([0.0, *ends])]
    while bins and not bins[0].count:
        bins.pop(0)
    slowest = sorted(took, key=lambda one: (-one.seconds, one.file, one.person))[:SHOWN]
    return GradingTimes(distribution(seconds), tuple(bins), tuple(slowest))


def _ends(longest: float) -> list[float]:
    """Return the ends of bins that hold all up to the longest."""
    known = [step * 10**power for power in range(math.ceil(math.log10(max(longest, 1.0))) + 1) for step in (1, 2, 5)]
    last = next(place for place, end in enumerate(known) if end > longest)
    return [float(end) for end in known[: last + 1]]

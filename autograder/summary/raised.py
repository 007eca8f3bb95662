"""The flags of a class, by kind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results.record import Standing


@dataclass(frozen=True)
class Raised:
    """A kind of flag, and in how many students' submissions it stands at least once."""

    key: str
    students: int


def raised(there: Sequence[Standing]) -> tuple[Raised, ...]:
    """Count the students of each kind of flag, the most frequent first."""
    counted = Counter(key for s in there if s.result for key in {flag.key for flag in s.result.flags})
    return tuple(Raised(key, n) for key, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))

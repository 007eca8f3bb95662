"""How the students who handed in fared with each question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.lab.declaration import Lab
from autograder.results.record import Standing
from autograder.summary.fate import Fate, fate


@dataclass(frozen=True)
class Success:
    """A question, and how many of those who handed in met each fate."""

    question: str
    title: str
    bonus: bool
    fates: Mapping[Fate, int]


def success(there: Sequence[Standing], lab: Lab) -> tuple[Success, ...]:
    """Count the fates of those who handed in, for each question of a lab."""
    found = []
    for question in lab.questions:
        counted = Counter(fate(standing, question) for standing in there)
        found.append(Success(question.id, question.title, question.bonus, {one: counted[one] for one in Fate}))
    return tuple(found)

"""What became of a question in one student's hands."""

from enum import StrEnum

from autograder.lab.declaration import Question
from autograder.results.record import Standing
from autograder.results.verdict import Status


class Fate(StrEnum):
    """What a question earned; `WAITS` is for a person to say, `UNGRADED` has not been looked at: neither is none."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    MISSING = "missing"
    WAITS = "waits"
    UNGRADED = "ungraded"


def fate(standing: Standing, question: Question) -> Fate:
    """What became of a question of somebody who handed in; points that a person gave count instead of the grader's."""
    answered = standing.result.questions.get(question.id) if standing.result else None
    points = standing.points(question.id)
    if points is None:
        return Fate.WAITS if answered else Fate.UNGRADED
    status = answered.status if answered and question.id not in standing.manual else None
    if status is Status.MISSING:
        return Fate.MISSING
    if points >= question.points and status is not Status.FAILED:  # a question may be worth 0 points
        return Fate.FULL
    return Fate.PARTIAL if points > 0 else Fate.NONE

"""Counts a class and its points; points that are not known yet are counted apart and enter no mean."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.lab.declaration import Lab, Question
from autograder.results.record import StudentRecord
from autograder.results.scoring import TotalScore


@dataclass(frozen=True)
class Distribution:
    """Describes how some numbers are spread; quartiles are interpolated, the sample's ends being 0 % and 100 %."""

    count: int
    mean: float
    low: float
    first: float
    median: float
    third: float
    high: float


@dataclass(frozen=True)
class QuestionStats:
    """Counts a question in a class: `share` is the mean of earned over possible points, `passed` who has all.

    Both are fractions of 1 among those whose points are `known`, and None where there are none; `share` is None also
    for a question without points. `waiting` counts those who handed in and whose points are not known yet.
    """

    question: Question
    known: int
    share: float | None
    passed: float | None
    waiting: int


@dataclass(frozen=True)
class ClassStats:
    """Counts a class: each student is graded, met an error, is in doubt, or is absent.

    In `doubts` are those of whom a person must settle which file counts; `waiting` are graded with open points.

    `points` (bonus included) and `marks` are of those for whom nothing is open that could change them.
    """

    students: int
    graded: int
    errors: int
    doubts: int
    absent: int
    waiting: int
    points: Distribution | None
    marks: Distribution | None
    questions: tuple[QuestionStats, ...]


def class_stats(records: Sequence[StudentRecord], lab: Lab) -> ClassStats:
    """Return the statistics of a class: one record a student, for the questions of a lab."""
    summed = [(record, record.total(lab)) for record in records]
    graded = [record for record, total in summed if total is not None]
    totals = [total for _, total in summed if total is not None]
    failed = [record for record, total in summed if total is None and record.error and not record.in_doubt]
    doubts = sum(total is None and record.in_doubt for record, total in summed)
    return ClassStats(
        students=len(records),
        graded=len(totals),
        errors=len(failed),
        doubts=doubts,
        absent=len(records) - len(totals) - len(failed) - doubts,
        waiting=sum(_is_open(total) for total in totals),
        points=distribution([total.score + total.bonus for total in totals if not _is_open(total)]),
        marks=distribution([total.mark for total in totals if total.mark is not None]),
        questions=tuple(_question_stats(question, graded) for question in lab.questions),
    )


def distribution(values: Sequence[float]) -> Distribution | None:
    """Return how some numbers are spread; None where there are none."""
    if not values:
        return None
    first, median, third = statistics.quantiles(values, method="inclusive") if len(values) > 1 else [values[0]] * 3
    return Distribution(len(values), statistics.fmean(values), min(values), first, median, third, max(values))


def _is_open(total: TotalScore) -> bool:
    return bool(total.pending or total.bonus_pending)


def _question_stats(question: Question, graded: Sequence[StudentRecord]) -> QuestionStats:
    points = [record.points(question.id) for record in graded]
    known = [earned for earned in points if earned is not None]
    full = sum(earned >= question.points for earned in known)
    return QuestionStats(
        question=question,
        known=len(known),
        share=statistics.fmean(known) / question.points if known and question.points else None,
        passed=full / len(known) if known else None,
        waiting=len(graded) - len(known),
    )

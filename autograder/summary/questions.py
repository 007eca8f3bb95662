"""Counts how the students who handed in did at each question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.lab.declaration import Lab, Question
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status


class QuestionStatus(StrEnum):
    """Whether an answer earned all, some or none of its points.

    MISSING means that there is no answer, WAITS that a person must decide, UNGRADED that it was not graded.
    """

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    MISSING = "missing"
    WAITS = "waits"
    UNGRADED = "ungraded"


def question_status(record: StudentRecord, question: Question) -> QuestionStatus:
    """Return the status of a question for a student; points given by a person override the grader's."""
    answered = record.result.questions.get(question.id) if record.result else None
    points = record.points(question.id)
    if points is None:
        return QuestionStatus.WAITS if answered else QuestionStatus.UNGRADED
    status = answered.status if answered and question.id not in record.manual else None
    if status is Status.MISSING:
        return QuestionStatus.MISSING
    if points >= question.points and status is not Status.FAILED:  # a question may be worth 0 points
        return QuestionStatus.FULL
    return QuestionStatus.PARTIAL if points > 0 else QuestionStatus.NONE


@dataclass(frozen=True)
class QuestionSummary:
    """A question, and how many of the students who handed in have each status."""

    question: str
    title: str
    bonus: bool
    fates: Mapping[QuestionStatus, int]


def summarize_questions(records: Sequence[StudentRecord], lab: Lab) -> tuple[QuestionSummary, ...]:
    """Return, for each question of a lab, how many of the students have each status."""
    summaries = []
    for question in lab.questions:
        counted = Counter(question_status(record, question) for record in records)
        summaries.append(
            QuestionSummary(
                question.id, question.title, question.bonus, {status: counted[status] for status in QuestionStatus}
            )
        )
    return tuple(summaries)

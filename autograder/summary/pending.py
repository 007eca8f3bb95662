"""Lists the students whose points depend on a person, with the questions and the reasons."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.lab.declaration import Lab, Question
from autograder.output.text import format_points
from autograder.people.person import Person
from autograder.results.open_points import ClassOpenPoints
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict


class PendingReason(StrEnum):
    """Why the points of a question are not known yet.

    `READ`: a person must read the answer. `CHANGED`: a person gave points to an answer that has changed since.
    `UNEXPLAINED`: no known mistake explains what failed, and the lab leaves that to a person.
    `UNDECIDED`: the grader could not decide. `BROKEN`: the grader failed. `DOUBT`: nobody has settled which file
    counts. `UNGRADED`: the answer was not graded.
    """

    READ = "read"
    CHANGED = "changed"
    UNEXPLAINED = "unexplained"
    UNDECIDED = "undecided"
    BROKEN = "broken"
    DOUBT = "doubt"
    UNGRADED = "ungraded"


@dataclass(frozen=True)
class PendingQuestions:
    """Questions of a student that are pending for the same reason, with the messages about it."""

    reason: PendingReason
    questions: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True)
class PendingStudent:
    """A student with pending questions; `opened` are the points that checks left open, marked if above the median."""

    person: Person
    file: str
    waits: tuple[PendingQuestions, ...]
    opened: str = ""

    @property
    def undecided(self) -> int:
        """Return how many questions the grader could not decide."""
        return sum(len(wait.questions) for wait in self.waits if wait.reason is PendingReason.UNDECIDED)

    @property
    def ordinary(self) -> bool:
        """Return whether only answers are pending that a person must read anyway."""
        return all(wait.reason is PendingReason.READ for wait in self.waits)


@dataclass(frozen=True)
class PendingCount:
    """How many students have the same question pending for the same reason."""

    question: str
    reason: PendingReason
    students: int


def pending_students(records: Sequence[StudentRecord], lab: Lab) -> tuple[PendingStudent, ...]:
    """Return the students with pending questions: those with most undecided ones first, then as the records come."""
    opened = ClassOpenPoints.of(record.result for record in records)
    students = (
        PendingStudent(record.person, record.file, _waits(record, lab), opened.text(record.result))
        for record in records
    )
    return tuple(sorted((case for case in students if case.waits), key=lambda case: -case.undecided))


def count_pending(students: Sequence[PendingStudent], lab: Lab) -> tuple[PendingCount, ...]:
    """Count the students with pending questions, by question, in the order of the lab, and by reason."""
    counted = Counter((id, wait.reason) for case in students for wait in case.waits for id in wait.questions)
    order = ((question.id, reason) for question in lab.questions for reason in PendingReason)
    return tuple(PendingCount(id, reason, counted[id, reason]) for id, reason in order if counted[id, reason])


def _waits(record: StudentRecord, lab: Lab) -> tuple[PendingQuestions, ...]:
    questions_by_reason: defaultdict[tuple[PendingReason, tuple[str, ...]], list[str]] = defaultdict(list)
    for question in lab.questions:
        if record.points(question.id) is None:
            questions_by_reason[_why(record, question)].append(question.id)
    return tuple(
        PendingQuestions(reason, tuple(ids), messages) for (reason, messages), ids in questions_by_reason.items()
    )


def _why(record: StudentRecord, question: Question) -> tuple[PendingReason, tuple[str, ...]]:
    if earlier := record.reopened.get(question.id):
        points, when = format_points(earlier.points), f"{earlier.time:%Y-%m-%d}"
        return PendingReason.CHANGED, (f"{question.id}: {points} ({earlier.author}, {when})",)
    answered = record.result.questions.get(question.id) if record.result else None
    if answered is None:
        return PendingReason.DOUBT if record.in_doubt else PendingReason.UNGRADED, (
            record.error,
        ) if record.error else ()
    open = [check for check in answered.checks if check.verdict is Verdict.GRADER_ERROR]
    messages = tuple(dict.fromkeys(f"{check.name}: {check.message or check.detail}" for check in open))
    if answered.status is Status.ERROR:
        return PendingReason.BROKEN, messages
    if answered.unexplained and answered.by_checks:
        return PendingReason.UNEXPLAINED, (f"{question.id}: {answered.unexplained.pattern}",)
    return (PendingReason.UNDECIDED if open else PendingReason.READ), messages

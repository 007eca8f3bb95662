"""The students whose points wait for a person, with the questions and the reasons."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.lab.declaration import Lab, Question
from autograder.people.person import Person
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict


class PendingReason(StrEnum):
    """Why the points of a question are not known yet.

    `READ`: a person must read the answer. `UNDECIDED`: the grader leaves it to a person. `BROKEN`: the grader failed.
    `UNGRADED`: it was not graded.
    """

    READ = "read"
    UNDECIDED = "undecided"
    BROKEN = "broken"
    UNGRADED = "ungraded"


@dataclass(frozen=True)
class PendingQuestions:
    """Questions of a student that wait for the same reason, with the messages about it."""

    reason: PendingReason
    questions: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True)
class PendingStudent:
    """A student with questions that wait for a person."""

    person: Person
    file: str
    waits: tuple[PendingQuestions, ...]

    @property
    def ordinary(self) -> bool:
        """Return whether only answers that a person must read anyway are pending."""
        return all(wait.reason is PendingReason.READ for wait in self.waits)


@dataclass(frozen=True)
class PendingCount:
    """How many students wait at a question for the same reason."""

    question: str
    reason: PendingReason
    students: int


def pending_students(there: Sequence[StudentRecord], lab: Lab) -> tuple[PendingStudent, ...]:
    """Return the students with pending questions, in the order of the records."""
    found = (PendingStudent(record.person, record.file, _waits(record, lab)) for record in there)
    return tuple(case for case in found if case.waits)


def count_pending(found: Sequence[PendingStudent], lab: Lab) -> tuple[PendingCount, ...]:
    """Count the waiting students by question, in the order of the lab, and reason."""
    counted = Counter((id, wait.reason) for case in found for wait in case.waits for id in wait.questions)
    order = ((question.id, reason) for question in lab.questions for reason in PendingReason)
    return tuple(PendingCount(id, reason, counted[id, reason]) for id, reason in order if counted[id, reason])


def _waits(record: StudentRecord, lab: Lab) -> tuple[PendingQuestions, ...]:
    alike: defaultdict[tuple[PendingReason, tuple[str, ...]], list[str]] = defaultdict(list)
    for question in lab.questions:
        if record.points(question.id) is None:
            alike[_why(record, question)].append(question.id)
    return tuple(PendingQuestions(reason, tuple(ids), said) for (reason, said), ids in alike.items())


def _why(record: StudentRecord, question: Question) -> tuple[PendingReason, tuple[str, ...]]:
    answered = record.result.questions.get(question.id) if record.result else None
    if answered is None:
        return PendingReason.UNGRADED, (record.error,) if record.error else ()
    open = [check for check in answered.checks if check.verdict is Verdict.GRADER_ERROR]
    said = tuple(dict.fromkeys(f"{check.name}: {check.message or check.detail}" for check in open))
    if answered.status is Status.ERROR:
        return PendingReason.BROKEN, said
    return (PendingReason.UNDECIDED if open else PendingReason.READ), said

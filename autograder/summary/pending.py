"""Who waits for a person, at which questions, and why."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.lab.declaration import Lab, Question
from autograder.people.person import Person
from autograder.results.record import Standing
from autograder.results.verdict import Status, Verdict


class Reason(StrEnum):
    """Why nobody knows the points of a question yet.

    `READ`: a person must read the answer. `UNDECIDED`: the grader leaves it to a person. `BROKEN`: the grader failed.
    `UNGRADED`: it was not graded.
    """

    READ = "read"
    UNDECIDED = "undecided"
    BROKEN = "broken"
    UNGRADED = "ungraded"


@dataclass(frozen=True)
class Wait:
    """Questions that wait for the same reason, with what was said about it."""

    reason: Reason
    questions: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A student who waits for a person."""

    person: Person
    file: str
    waits: tuple[Wait, ...]

    @property
    def ordinary(self) -> bool:
        """Whether there is nothing but answers to be read, as the lab has it for everybody."""
        return all(wait.reason is Reason.READ for wait in self.waits)


@dataclass(frozen=True)
class Need:
    """How many students wait at a question for the same reason."""

    question: str
    reason: Reason
    students: int


def cases(there: Sequence[Standing], lab: Lab) -> tuple[Case, ...]:
    """The students who wait, in the order that they come in."""
    found = (Case(standing.person, standing.file, _waits(standing, lab)) for standing in there)
    return tuple(case for case in found if case.waits)


def needs(found: Sequence[Case], lab: Lab) -> tuple[Need, ...]:
    """Count who waits, question by question in the order of the lab."""
    counted = Counter((id, wait.reason) for case in found for wait in case.waits for id in wait.questions)
    order = ((question.id, reason) for question in lab.questions for reason in Reason)
    return tuple(Need(id, reason, counted[id, reason]) for id, reason in order if counted[id, reason])


def _waits(standing: Standing, lab: Lab) -> tuple[Wait, ...]:
    alike: defaultdict[tuple[Reason, tuple[str, ...]], list[str]] = defaultdict(list)
    for question in lab.questions:
        if standing.points(question.id) is None:
            alike[_why(standing, question)].append(question.id)
    return tuple(Wait(reason, tuple(ids), said) for (reason, said), ids in alike.items())


def _why(standing: Standing, question: Question) -> tuple[Reason, tuple[str, ...]]:
    answered = standing.result.questions.get(question.id) if standing.result else None
    if answered is None:
        return Reason.UNGRADED, (standing.error,) if standing.error else ()
    open = [check for check in answered.checks if check.verdict is Verdict.GRADER_ERROR]
    said = tuple(dict.fromkeys(f"{check.name}: {check.message or check.detail}" for check in open))
    if answered.status is Status.ERROR:
        return Reason.BROKEN, said
    return (Reason.UNDECIDED if open else Reason.READ), said

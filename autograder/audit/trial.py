"""The outcome of grading one subject of an audit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.audit.subjects import Subject, SubjectKind
from autograder.results.verdict import Verdict


class TrialStatus(StrEnum):
    """Whether the checks judged a subject rightly."""

    CAUGHT = "caught"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    EQUIVALENT = "equivalent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True)
class CheckOutcome:
    """The verdict of one check on a subject, its message, the seconds that it took, and what the check is worth.

    `failed_with` names a check that failed, without which this one, which holds by itself, proves nothing.
    """

    question: str
    check: str
    verdict: Verdict
    message: str = ""
    seconds: float = 0.0
    points: float = 0.0
    failed_with: str = ""

    @property
    def passed(self) -> bool:
        """Return whether the check passed."""
        return self.verdict is Verdict.PASSED


@dataclass(frozen=True)
class SeedDependence:
    """A result that changes with the seed: a check's verdict, or the mistakes named at a question if `check` is "".

    `seeds` maps each value of the result to the seeds that gave it.
    """

    question: str
    check: str
    seeds: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class SubjectRecord:
    """The outcome of grading a subject, as the cache keeps it.

    `fault` says why it could not be graded, `defects` are the errors of diagnoses. `differs` names the values in which
    a mutant that no check caught differs from the reference; None if they were not compared.
    """

    outcomes: tuple[CheckOutcome, ...] = ()
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seed_dependences: tuple[SeedDependence, ...] = ()
    defects: tuple[str, ...] = ()
    differs: tuple[str, ...] | None = None
    seconds: float = 0.0
    fault: str = ""

    @property
    def decided(self) -> bool:
        """Return whether every check reached a verdict on the student."""
        return not self.fault and all(outcome.verdict is not Verdict.GRADER_ERROR for outcome in self.outcomes)

    def at(self, question: str) -> tuple[CheckOutcome, ...]:
        """Return the outcomes of the checks of a question."""
        return tuple(outcome for outcome in self.outcomes if outcome.question == question)


@dataclass(frozen=True)
class Trial:
    """A subject and its record; for a combination, `alone` has the trials of its mistakes, one by one."""

    subject: Subject
    record: SubjectRecord
    alone: tuple["Trial", ...] = ()

    @property
    def failed(self) -> tuple[CheckOutcome, ...]:
        """Return the outcomes of the checks that did not pass."""
        return tuple(outcome for outcome in self.record.outcomes if not outcome.passed)

    @property
    def caught(self) -> bool:
        """Return whether at each question with a wrong answer at least one check failed."""
        return all(any(not outcome.passed for outcome in self.record.at(id)) for id in self.subject.questions)

    @property
    def share(self) -> float:
        """Return which part of the points of its questions' checks the subject earned; 0 where there are none."""
        own = [outcome for id in self.subject.questions for outcome in self.record.at(id)]
        worth = sum(outcome.points for outcome in own)
        return sum(outcome.points for outcome in own if outcome.passed) / worth if worth else 0.0

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Return the questions at which a check failed that should have passed.

        For a combination, also those with one mistake that are judged differently than with that mistake alone.
        """
        strange = [outcome.question for outcome in self.failed if outcome.question not in self.subject.questions]
        return tuple(dict.fromkeys([*strange, *self._unlike_alone()]))

    @property
    def status(self) -> TrialStatus:
        """Return whether the checks judged the subject rightly.

        A mistake that fails checks of another question too has the status ELSEWHERE.
        """
        if not self.record.decided:
            return TrialStatus.ERROR
        if self.subject.right:
            return TrialStatus.REFUSED if self.failed else TrialStatus.ACCEPTED
        if not self.failed and self.record.differs == ():
            return TrialStatus.EQUIVALENT
        if self.subject.kind is SubjectKind.COMBINATION and not self.caught:
            return TrialStatus.MISSED
        if self.elsewhere:
            return TrialStatus.ELSEWHERE
        return TrialStatus.CAUGHT if self.caught else TrialStatus.MISSED

    @property
    def misnamed(self) -> tuple[str, ...]:
        """Return the questions where, with any seed, a mistake was named that is not there; none for mutants."""
        if self.subject.kind in (SubjectKind.MUTANT, SubjectKind.UNJUDGED, SubjectKind.RANDOM, SubjectKind.EMPTY):
            return ()
        made = self.subject.names
        return tuple(dict.fromkeys(id for id, name in self._names() if name not in made.get(id, ())))

    @property
    def named(self) -> bool:
        """Return whether each wrong question got exactly the names of its mistakes, and no other question any name."""
        made = {id: {*names} for id, names in self.subject.names.items()}
        return bool(made) and {id: {*names} for id, names in self.record.named.items() if names} == made

    def _names(self) -> Iterator[tuple[str, str]]:
        yield from ((id, name) for id, names in self.record.named.items() for name in names)
        for dependence in self.record.seed_dependences:
            if not dependence.check:
                yield from ((dependence.question, name) for names in dependence.seeds for name in names.split())

    def _unlike_alone(self) -> Iterator[str]:
        for question, single in zip(self.subject.questions, self.alone, strict=False):
            if self.subject.questions.count(question) > 1:
                continue  # several mistakes together fail what none of them fails alone, or raise before another shows
            if single.record.decided and _findings(self, question) != _findings(single, question):
                yield question


def _findings(trial: Trial, question: str) -> tuple[object, ...]:
    verdicts = [(outcome.check, outcome.verdict) for outcome in trial.record.at(question)]
    return verdicts, trial.record.named.get(question, ())

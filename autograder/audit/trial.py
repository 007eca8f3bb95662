"""What became of one notebook that the checks were tried on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.audit.subjects import Kind, Specimen
from autograder.results.verdict import Verdict


class Fate(StrEnum):
    """What became of it."""

    CAUGHT = "caught"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    EQUIVALENT = "equivalent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ERROR = "error"


@dataclass(frozen=True)
class Seen:
    """What one check found."""

    question: str
    check: str
    verdict: Verdict
    message: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return self.verdict is Verdict.PASSED


@dataclass(frozen=True)
class Shaky:
    """Something that depends on the seed: a check's verdict, or, where `check` is "", the names of a question.

    `seeds` lists for each value the seeds that gave it.
    """

    question: str
    check: str
    seeds: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Record:
    """What a trial showed, as it is kept: `fault` says why there was none, `defects` what went wrong in naming.

    `differs` are the values in which a mutant that no check caught differs from the reference; None where nobody
    compared them.
    """

    seen: tuple[Seen, ...] = ()
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shaky: tuple[Shaky, ...] = ()
    defects: tuple[str, ...] = ()
    differs: tuple[str, ...] | None = None
    seconds: float = 0.0
    fault: str = ""

    @property
    def decided(self) -> bool:
        """Whether every check came to a verdict on the student."""
        return not self.fault and all(seen.verdict is not Verdict.GRADER_ERROR for seen in self.seen)

    def at(self, question: str) -> tuple[Seen, ...]:
        """What the checks of a question found."""
        return tuple(seen for seen in self.seen if seen.question == question)


@dataclass(frozen=True)
class Trial:
    """A specimen and what the checks found; for a combination, also the trials of its mistakes `alone`."""

    specimen: Specimen
    record: Record
    alone: tuple["Trial", ...] = ()

    @property
    def failed(self) -> tuple[Seen, ...]:
        """The checks that it did not pass."""
        return tuple(seen for seen in self.record.seen if not seen.passed)

    @property
    def caught(self) -> bool:
        """Whether at each question that is wrong a check did not pass."""
        return all(any(not seen.passed for seen in self.record.at(id)) for id in self.specimen.questions)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The questions that it should not have cost, and those that it costs otherwise than its mistake alone."""
        strange = [seen.question for seen in self.failed if seen.question not in self.specimen.questions]
        return tuple(dict.fromkeys([*strange, *self._unlike_alone()]))

    @property
    def fate(self) -> Fate:
        """What became of it; a mistake that costs another question too counts as caught elsewhere."""
        if not self.record.decided:
            return Fate.ERROR
        if self.specimen.right:
            return Fate.REFUSED if self.failed else Fate.ACCEPTED
        if not self.failed and self.record.differs == ():
            return Fate.EQUIVALENT
        if self.specimen.kind is Kind.COMBINATION and not self.caught:
            return Fate.MISSED
        if self.elsewhere:
            return Fate.ELSEWHERE
        return Fate.CAUGHT if self.caught else Fate.MISSED

    @property
    def misnamed(self) -> tuple[str, ...]:
        """The questions that were given a name other than the one that fits, with any seed; none for mutants."""
        if self.specimen.kind in (Kind.MUTANT, Kind.UNJUDGED, Kind.RANDOM):
            return ()
        fits = dict(zip(self.specimen.questions, self.specimen.known_as, strict=False))
        return tuple(dict.fromkeys(id for id, name in self._names() if name != fits.get(id)))

    @property
    def named(self) -> bool:
        """Whether every question that is wrong was given the one name that fits, and nothing else was."""
        fits = {id: (name,) for id, name in zip(self.specimen.questions, self.specimen.known_as, strict=False)}
        return bool(fits) and {id: names for id, names in self.record.named.items() if names} == fits

    def _names(self) -> Iterator[tuple[str, str]]:
        yield from ((id, name) for id, names in self.record.named.items() for name in names)
        for shaky in self.record.shaky:
            if not shaky.check:
                yield from ((shaky.question, name) for names in shaky.seeds for name in names.split())

    def _unlike_alone(self) -> Iterator[str]:
        for question, other in zip(self.specimen.questions, self.alone, strict=False):
            if other.record.decided and _findings(self, question) != _findings(other, question):
                yield question


def _findings(trial: Trial, question: str) -> tuple[object, ...]:
    verdicts = [(seen.check, seen.verdict) for seen in trial.record.at(question)]
    return verdicts, trial.record.named.get(question, ())

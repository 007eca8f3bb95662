"""What an audit comes to: figures for each question and for each of its checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from autograder.audit.run import Audit
from autograder.audit.subjects import Kind
from autograder.audit.trial import Fate, Seen, Trial

WRONG = (Kind.MISTAKE, Kind.MUTANT)


@dataclass(frozen=True)
class Score:
    """How many of some wrong answers were caught at their question; equivalent ones are right, and not among them."""

    caught: int
    all: int

    @property
    def share(self) -> float | None:
        """The mutation score; None where there was nothing to catch."""
        return self.caught / self.all if self.all else None


@dataclass(frozen=True)
class Naming:
    """How many mistakes were named as they are, otherwise, and not at all."""

    rightly: int
    wrongly: int
    not_at_all: int


@dataclass(frozen=True)
class OfQuestion:
    """The figures of one question."""

    question: str
    mistakes: Score
    mutants: Score
    equivalent: int
    naming: Naming


@dataclass(frozen=True)
class OfCheck:
    """The figures of one check: `alone` is how many wrong answers no other check of its question catches.

    `random` is how many random answers it fails; `seconds` the median of the time that it took.
    """

    question: str
    check: str
    mistakes: Score
    mutants: Score
    alone: int
    random: Score
    seconds: float
    seeds: int

    @property
    def spare(self) -> bool:
        """Whether it catches nothing that another check of its question does not."""
        return bool(self.mistakes.all or self.mutants.all) and self.alone == 0

    @property
    def never_fails(self) -> bool:
        """Whether nothing that was tried, random answers among it, made it fail."""
        return self.random.all > 0 and not (self.random.caught or self.mistakes.caught or self.mutants.caught)

    @property
    def passes_at_random(self) -> bool:
        """Whether it passed every random answer."""
        return self.random.all > 0 and self.random.caught == 0


def faults(audit: Audit) -> dict[str, int]:
    """What spoils an audit, by name, and how often; what is not there does not.

    Survivors among mutants, mistakes without a name and checks that catch nothing of their own spoil nothing.
    """
    found = {
        "unsuitable": len(audit.unsuitable),
        "shaky": len(audit.shaky),
        "misnamed": len(audit.misnamed),
        "broken": len(audit.broken),
        "never_fails": sum(check.never_fails for check in of_checks(audit)),
    }
    return {name: count for name, count in found.items() if count}


def of_questions(audit: Audit) -> tuple[OfQuestion, ...]:
    """The figures of every question that has checks, in the lab's order."""
    return tuple(_question(id, audit) for id in audit.questions)


def of_checks(audit: Audit) -> tuple[OfCheck, ...]:
    """The figures of every check that was run, question by question."""
    names = dict.fromkeys((seen.question, seen.check) for trial in audit.trials for seen in trial.record.seen)
    ordered = sorted(names, key=lambda name: audit.questions.index(name[0]) if name[0] in audit.questions else -1)
    return tuple(_check(question, check, audit) for question, check in ordered)


def naming(trials: Iterable[Trial]) -> Naming:
    """How some mistakes were named."""
    found = list(trials)
    wrongly = sum(bool(trial.misnamed) for trial in found)
    rightly = sum(trial.named and not trial.misnamed for trial in found)
    return Naming(rightly, wrongly, len(found) - rightly - wrongly)


def score(trials: Iterable[Trial]) -> Score:
    """How many of some wrong answers are caught at their questions."""
    found = [trial for trial in trials if trial.fate is not Fate.EQUIVALENT]
    return Score(sum(trial.record.decided and trial.caught for trial in found), len(found))


def _question(id: str, audit: Audit) -> OfQuestion:
    own = [trial for trial in audit.of(*WRONG) if trial.specimen.questions == (id,)]
    mistakes = [trial for trial in own if trial.specimen.kind is Kind.MISTAKE]
    mutants = [trial for trial in own if trial.specimen.kind is Kind.MUTANT]
    equivalent = sum(trial.fate is Fate.EQUIVALENT for trial in mutants)
    return OfQuestion(id, score(mistakes), score(mutants), equivalent, naming(mistakes))


def _check(question: str, check: str, audit: Audit) -> OfCheck:
    own = [
        (trial, seen)
        for trial in audit.trials
        if trial.specimen.questions == (question,) and trial.fate is not Fate.EQUIVALENT
        for seen in trial.record.at(question)
        if seen.check == check
    ]
    times = [s.seconds for trial in audit.trials for s in trial.record.at(question) if s.check == check]
    shaky = [s for trial in audit.trials for s in trial.record.shaky if (s.question, s.check) == (question, check)]
    wrong = [(trial, seen) for trial, seen in own if trial.specimen.kind in WRONG]
    alone = sum(1 for trial, seen in wrong if not seen.passed and _only(trial, question))
    return OfCheck(
        question=question,
        check=check,
        mistakes=_failed(own, Kind.MISTAKE),
        mutants=_failed(own, Kind.MUTANT),
        alone=alone,
        random=_failed(own, Kind.RANDOM),
        seconds=round(median(times), 4),
        seeds=len(shaky),
    )


def _failed(pairs: Iterable[tuple[Trial, Seen]], kind: Kind) -> Score:
    found = [seen for trial, seen in pairs if trial.specimen.kind is kind]
    return Score(sum(not seen.passed for seen in found), len(found))


def _only(trial: Trial, question: str) -> bool:
    return sum(not seen.passed for seen in trial.record.at(question)) == 1

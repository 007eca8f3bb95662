"""Computes the figures of an audit, for each question and for each of its checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from autograder.audit.run import Audit
from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import CheckOutcome, Trial, TrialStatus

WRONG = (SubjectKind.MISTAKE, SubjectKind.MUTANT)


@dataclass(frozen=True)
class CatchRate:
    """How many wrong answers were caught at their question; equivalent mutants are right and not counted."""

    caught: int
    all: int

    @property
    def share(self) -> float | None:
        """Return the mutation score, `caught / all`, or None if there are no wrong answers."""
        return self.caught / self.all if self.all else None


@dataclass(frozen=True)
class NamingCounts:
    """How many mistakes were named rightly, named wrongly, and not named."""

    rightly: int
    wrongly: int
    not_at_all: int


@dataclass(frozen=True)
class QuestionMetrics:
    """The figures of one question; `empty` are the parts of its points that answers which compute nothing earned."""

    question: str
    mistakes: CatchRate
    mutants: CatchRate
    equivalent: int
    naming: NamingCounts
    empty: tuple[float, ...] = ()


@dataclass(frozen=True)
class CheckMetrics:
    """The figures of one check.

    `alone` counts the wrong answers that no other check of its question catches, `random` the random answers that it
    fails, and `seeds` the subjects whose verdict changed with the seed; `seconds` is the median of its time.
    """

    question: str
    check: str
    mistakes: CatchRate
    mutants: CatchRate
    alone: int
    random: CatchRate
    seconds: float
    seeds: int

    @property
    def spare(self) -> bool:
        """Return whether other checks of its question catch every wrong answer that this check catches."""
        return bool(self.mistakes.all or self.mutants.all) and self.alone == 0

    @property
    def never_fails(self) -> bool:
        """Return whether the check failed no subject, not even a random answer."""
        return self.random.all > 0 and not (self.random.caught or self.mistakes.caught or self.mutants.caught)

    @property
    def passes_at_random(self) -> bool:
        """Return whether the check passed every random answer."""
        return self.random.all > 0 and self.random.caught == 0


def faults(audit: Audit) -> dict[str, int]:
    """Count each kind of fault that an audit found in the checks, by name; kinds without a case are left out.

    Surviving mutants, mistakes without a name and checks that catch no mistake alone do not count as faults.
    """
    counts = {
        "unsuitable": len(audit.unsuitable),
        "shaky": len(audit.seed_dependent),
        "misnamed": len(audit.misnamed),
        "paid": len(audit.paid),
        "broken": len(audit.broken),
        "charged": len(audit.charged_wrongly),
        "never_fails": 0 if audit.sample else sum(check.never_fails for check in check_metrics(audit)),
    }
    return {name: count for name, count in counts.items() if count}


def question_metrics(audit: Audit) -> tuple[QuestionMetrics, ...]:
    """Return the figures of every question that has checks, in the lab's order."""
    return tuple(_question(id, audit) for id in audit.questions)


def check_metrics(audit: Audit) -> tuple[CheckMetrics, ...]:
    """Return the figures of every check that was run, question by question."""
    names = dict.fromkeys(
        (outcome.question, outcome.check) for trial in audit.trials for outcome in trial.record.outcomes
    )
    ordered = sorted(names, key=lambda name: audit.questions.index(name[0]) if name[0] in audit.questions else -1)
    return tuple(_check(question, check, audit) for question, check in ordered)


def count_namings(trials: Iterable[Trial]) -> NamingCounts:
    """Count how many mistakes in some trials were named rightly, wrongly or not at all."""
    trial_list = list(trials)
    wrongly = sum(bool(trial.misnamed) for trial in trial_list)
    rightly = sum(trial.named and not trial.misnamed for trial in trial_list)
    return NamingCounts(rightly, wrongly, len(trial_list) - rightly - wrongly)


def explained_rate(audit: Audit, kind: SubjectKind) -> CatchRate:
    """Count the wrong answers of a kind to which just the mistakes that they make were charged."""
    answers = [answer for answer in audit.priced if answer.kind is kind]
    return CatchRate(sum(answer.explained for answer in answers), len(answers))


def catch_rate(trials: Iterable[Trial]) -> CatchRate:
    """Count how many wrong answers in some trials were caught at their questions."""
    wrong_trials = [trial for trial in trials if trial.status is not TrialStatus.EQUIVALENT]
    return CatchRate(sum(trial.record.decided and trial.caught for trial in wrong_trials), len(wrong_trials))


def _question(id: str, audit: Audit) -> QuestionMetrics:
    trials = [trial for trial in audit.of(*WRONG) if trial.subject.questions == (id,)]
    mistakes = [trial for trial in trials if trial.subject.kind is SubjectKind.MISTAKE]
    mutants = [trial for trial in trials if trial.subject.kind is SubjectKind.MUTANT]
    equivalent = sum(trial.status is TrialStatus.EQUIVALENT for trial in mutants)
    empty = tuple(round(t.share, 4) for t in audit.of(SubjectKind.EMPTY) if t.subject.questions == (id,))
    return QuestionMetrics(id, catch_rate(mistakes), catch_rate(mutants), equivalent, count_namings(mistakes), empty)


def _check(question: str, check: str, audit: Audit) -> CheckMetrics:
    pairs = [
        (trial, outcome)
        for trial in audit.trials
        if trial.subject.questions == (question,) and trial.status is not TrialStatus.EQUIVALENT
        for outcome in trial.record.at(question)
        if outcome.check == check
    ]
    times = [s.seconds for trial in audit.trials for s in trial.record.at(question) if s.check == check]
    dependences = [
        s for trial in audit.trials for s in trial.record.seed_dependences if (s.question, s.check) == (question, check)
    ]
    wrong = [(trial, outcome) for trial, outcome in pairs if trial.subject.kind in WRONG]
    alone = sum(1 for trial, outcome in wrong if not outcome.passed and _only(trial, question))
    return CheckMetrics(
        question=question,
        check=check,
        mistakes=_failed(pairs, SubjectKind.MISTAKE),
        mutants=_failed(pairs, SubjectKind.MUTANT),
        alone=alone,
        random=_failed(pairs, SubjectKind.RANDOM),
        seconds=round(median(times), 4),
        seeds=len(dependences),
    )


def _failed(pairs: Iterable[tuple[Trial, CheckOutcome]], kind: SubjectKind) -> CatchRate:
    outcomes = [outcome for trial, outcome in pairs if trial.subject.kind is kind]
    return CatchRate(sum(not outcome.passed for outcome in outcomes), len(outcomes))


def _only(trial: Trial, question: str) -> bool:
    return sum(not outcome.passed for outcome in trial.record.at(question)) == 1

"""The result of one question: its checks, the mistakes that were named in it, and its points."""

from dataclasses import dataclass

from pydantic import ConfigDict

from autograder.results.verdict import Status, Verdict

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class CheckResult:
    """One hidden check; `score` is None where the grader itself failed.

    `title`, `message` and `hint` are for the student. `detail` is for staff alone: it may quote the check, hidden
    inputs and expected values, so it is left out of everything that students are given. `failed_with` names a check
    that failed, without which this one, which holds by itself, proves nothing.
    """

    __pydantic_config__ = STRICT

    name: str
    title: str
    verdict: Verdict
    points: float
    score: float | None
    message: str
    hint: str
    seconds: float
    detail: str = ""
    failed_with: str = ""


@dataclass(frozen=True)
class NamedMistake:
    """A known mistake that gives the student's own numbers: its name, what is wrong, and what shows it.

    `pattern` is empty, or what it was recognised by instead: the way in which checks failed.
    """

    __pydantic_config__ = STRICT

    name: str
    explanation: str
    evidence: str
    pattern: str = ""


@dataclass(frozen=True)
class Deduction:
    """The points that a named mistake costs, by its `severity` where that decides them.

    `checks` are the failed checks that it explains.
    """

    __pydantic_config__ = STRICT

    mistake: str
    points: float
    severity: str
    explanation: str
    evidence: str
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Unexplained:
    """The failed checks that no named mistake explains; `pattern` is the same for failures of the same kind."""

    __pydantic_config__ = STRICT

    checks: tuple[str, ...]
    pattern: str


@dataclass(frozen=True)
class CheckPoints:
    """What the sum of its checks gives a question, where prices say something else."""

    __pydantic_config__ = STRICT

    status: Status
    score: float | None
    earned: float
    lost: float


@dataclass(frozen=True)
class QuestionResult:
    """One question; `score` is None while it waits for a person.

    `earned` and `lost` are the points that are certain already, also while the others wait. `found` maps names to the
    student's spellings; `mistakes` are the likeliest first. `deductions` are what the points were taken off for, where
    the mistakes explain all failed checks, and `unexplained` says which checks they do not explain; `by_checks` is what
    the checks alone would give, where that differs. A question that is `barred` earns nothing by a rule of the course.
    """

    __pydantic_config__ = STRICT

    title: str
    status: Status
    score: float | None
    points: float
    bonus: bool
    found: dict[str, str]
    checks: tuple[CheckResult, ...]
    mistakes: tuple[NamedMistake, ...]
    earned: float = 0.0
    lost: float = 0.0
    deductions: tuple[Deduction, ...] = ()
    unexplained: Unexplained | None = None
    by_checks: CheckPoints | None = None
    barred: bool = False

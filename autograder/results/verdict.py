"""The words of a judgement: what became of a check, and of a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Verdict(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    STUDENT_ERROR = "student_error"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_FLOOD = "output_flood"
    KILLED = "killed"
    SKIPPED = "skipped"
    GRADER_ERROR = "grader_error"


class FailureCause(StrEnum):
    """Why a cell did not run as its author saw it run: the author's own fault, or what differs between machines."""

    STUDENT = "student"
    FILE = "file"
    NETWORK = "network"
    MODULE = "module"
    DISPLAY = "display"
    GPU = "gpu"
    PYTHON = "python"
    INPUT = "input"
    SCALING = "scaling"
    TIME = "time"
    MEMORY = "memory"


class Status(StrEnum):
    """What became of one question."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    MANUAL = "manual"
    ERROR = "error"


@dataclass(frozen=True)
class Outcome:
    """What one check found: `title`, `hint` and `message`, which says what was seen, are for the student.

    `detail` is for staff alone: it may quote the check, hidden inputs and expected values. `absent` says
    that there was nothing to judge; `undecided` that the grader leaves it to a person. `failed_with` names a check that
    failed, without which this one, which holds by itself, proves nothing.
    """

    question: str
    name: str
    title: str
    points: float
    verdict: Verdict
    message: str = ""
    hint: str = ""
    absent: bool = False
    undecided: bool = False
    detail: str = ""
    failed_with: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def score(self) -> float | None:
        """Points earned; None where the grader itself failed, which never reads as 0."""
        if self.verdict is Verdict.GRADER_ERROR:
            return None
        return self.points if self.verdict is Verdict.PASSED else 0.0

    def left_open(self, reason: str) -> "Outcome":
        """Return this outcome as one that the grader leaves to a person, for a reason that the student reads."""
        return replace(self, verdict=Verdict.GRADER_ERROR, message=reason, hint="", absent=False, undecided=True)


@dataclass(frozen=True)
class Suspect:
    """A known mistake whose formula gives the student's own numbers; `values` are what its evidence shows."""

    question: str
    name: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Judgement:
    """What the checks of a lab found: their outcomes, the mistakes they name, and what went wrong in naming them."""

    outcomes: tuple[Outcome, ...]
    suspects: tuple[Suspect, ...] = ()
    defects: tuple[str, ...] = ()

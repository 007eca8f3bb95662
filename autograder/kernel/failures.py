"""The failures of a notebook's statements, as the student's process reports them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.results.verdict import FailureCause

MAX_FAILURES = 400  # more than an honest process tells
MAX_LINE = 1_000_000


@dataclass(frozen=True)
class StatementFailure:
    """A statement that failed: its cell and line (0 where nobody knows), why, and whether its cell went on after it."""

    cell: int
    line: int
    cause: FailureCause
    type: str
    message: str
    passed_over: bool


@dataclass(frozen=True)
class NotebookFailures:
    """All failures of a run, in order; `unseen` maps names that were never set to the failure that is the reason."""

    failures: tuple[StatementFailure, ...] = ()
    unseen: Mapping[str, StatementFailure] = field(default_factory=dict)


def read_failures(answer: Any, cells: Mapping[int, int]) -> NotebookFailures:
    """Make sense of the process's answer, which may be anything; what makes none is left out.

    `cells` maps the numbers that stand for cells in the process to their indices in the notebook.
    """
    entries = answer.get("failures") if isinstance(answer, dict) else None
    unseen = answer.get("unseen") if isinstance(answer, dict) else None
    told = entries[:MAX_FAILURES] if isinstance(entries, list) else []
    read = {number: _failure(entry, cells) for number, entry in enumerate(told)}
    known = {number: failure for number, failure in read.items() if failure is not None}
    names = unseen if isinstance(unseen, dict) else {}
    return NotebookFailures(
        tuple(known.values()),
        {name: known[number] for name, number in names.items() if type(number) is int and number in known},
    )


def _failure(entry: Any, cells: Mapping[int, int]) -> StatementFailure | None:
    if not isinstance(entry, dict):
        return None
    try:
        return StatementFailure(
            cells[entry["cell"]],
            line if type(line := entry["line"]) is int and 0 < line < MAX_LINE else 0,
            FailureCause(entry["cause"]),
            str(entry["type"])[:200],
            str(entry["message"])[:500],
            entry["passed"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return None

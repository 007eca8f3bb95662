"""Summarizes each hidden check over a class; a check that hardly anybody passes may itself be wrong."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from autograder.results.question_result import CheckResult
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict

FEWEST = 5  # answers from which on a check that hardly anybody passes says something about the check
NEARLY = 10  # hardly anybody: at most one in so many
SHOWN = 3  # messages
FIGURE = re.compile(r"\d[\d.,e+-]*")


@dataclass(frozen=True)
class MessageCount:
    """A message of a check, and how many students got it or one that differs only in its numbers."""

    message: str
    students: int


@dataclass(frozen=True)
class CheckSummary:
    """The results of a check over a class; `undecided` counts the answers that the grader could not decide.

    `said` holds its most frequent messages. `suspect` says that so few answers passed that the check may be wrong.
    Missing answers are not judged and are not counted.
    """

    question: str
    name: str
    title: str
    passed: int
    failed: int
    undecided: int
    said: tuple[MessageCount, ...]
    suspect: bool

    @property
    def judged(self) -> int:
        """Return the number of answers that the check was run on."""
        return self.passed + self.failed + self.undecided


def summarize_checks(records: Sequence[StudentRecord]) -> tuple[CheckSummary, ...]:
    """Return the summaries of the checks that somebody failed, the smallest share of passes first."""
    results: defaultdict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for record in records:
        for question, check in _judged(record):
            results[question, check.name].append(check)
    summaries = [_tried(question, checks) for (question, _), checks in results.items()]
    failing = [summary for summary in summaries if summary.passed < summary.judged]
    return tuple(
        sorted(
            failing,
            key=lambda summary: (summary.passed / summary.judged, -summary.judged, summary.question, summary.name),
        )
    )


def _judged(record: StudentRecord) -> Iterator[tuple[str, CheckResult]]:
    for question, answer in (record.result.questions if record.result else {}).items():
        if answer.status is not Status.MISSING:
            yield from ((question, check) for check in answer.checks if check.verdict is not Verdict.SKIPPED)


def _tried(question: str, checks: Sequence[CheckResult]) -> CheckSummary:
    passed = sum(check.verdict is Verdict.PASSED for check in checks)
    undecided = sum(check.verdict is Verdict.GRADER_ERROR for check in checks)
    return CheckSummary(
        question=question,
        name=checks[0].name,
        title=checks[0].title,
        passed=passed,
        failed=len(checks) - passed - undecided,
        undecided=undecided,
        said=_said(
            [
                text
                for check in checks
                if check.verdict is not Verdict.PASSED and (text := check.message or check.detail)
            ]
        ),
        suspect=len(checks) >= FEWEST and passed * NEARLY <= len(checks),
    )


def _said(messages: Sequence[str]) -> tuple[MessageCount, ...]:
    """Return the commonest messages, each in the words that are commonest among those that differ only in figures."""
    groups = [list(group) for _, group in groupby(sorted(messages, key=_key), key=_key)]
    counts = [MessageCount(Counter(group).most_common(1)[0][0], len(group)) for group in groups]
    return tuple(sorted(counts, key=lambda counted: (-counted.students, counted.message))[:SHOWN])


def _key(message: str) -> str:
    return FIGURE.sub("#", message)

"""What each hidden check said of a class: one that hardly anybody passes may itself be wrong, or the lecture."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from autograder.results.record import Standing
from autograder.results.result import Check
from autograder.results.verdict import Status, Verdict

FEWEST = 5  # answers from which on a check that hardly anybody passes says something about the check
NEARLY = 10  # hardly anybody: at most one in so many
SHOWN = 3  # messages
FIGURE = re.compile(r"\d[\d.,e+-]*")


@dataclass(frozen=True)
class Said:
    """A message of a check and how many students got it, or one that differs only in its figures."""

    message: str
    students: int


@dataclass(frozen=True)
class Tried:
    """A check and the answers that it judged; `undecided` are those that the grader could not decide.

    Answers that are not there are not judged, and count nowhere.
    """

    question: str
    name: str
    title: str
    passed: int
    failed: int
    undecided: int
    said: tuple[Said, ...]
    suspect: bool

    @property
    def judged(self) -> int:
        """All answers that the check was tried on."""
        return self.passed + self.failed + self.undecided


def tried(there: Sequence[Standing]) -> tuple[Tried, ...]:
    """The checks that somebody did not pass, those first that the largest share did not pass."""
    seen: defaultdict[tuple[str, str], list[Check]] = defaultdict(list)
    for standing in there:
        for question, check in _judged(standing):
            seen[question, check.name].append(check)
    found = [_tried(question, checks) for (question, _), checks in seen.items()]
    failing = [one for one in found if one.passed < one.judged]
    return tuple(sorted(failing, key=lambda one: (one.passed / one.judged, -one.judged, one.question, one.name)))


def _judged(standing: Standing) -> Iterator[tuple[str, Check]]:
    for question, answer in (standing.result.questions if standing.result else {}).items():
        if answer.status is not Status.MISSING:
            yield from ((question, check) for check in answer.checks if check.verdict is not Verdict.SKIPPED)


def _tried(question: str, checks: Sequence[Check]) -> Tried:
    passed = sum(check.verdict is Verdict.PASSED for check in checks)
    undecided = sum(check.verdict is Verdict.GRADER_ERROR for check in checks)
    return Tried(
        question=question,
        name=checks[0].name,
        title=checks[0].title,
        passed=passed,
        failed=len(checks) - passed - undecided,
        undecided=undecided,
        said=_said([text for check in checks if check.verdict is not Verdict.PASSED and (text := check.message or check.detail)]),
        suspect=len(checks) >= FEWEST and passed * NEARLY <= len(checks),
    )


def _said(messages: Sequence[str]) -> tuple[Said, ...]:
    """The commonest messages, each in the words that are commonest among those that differ only in figures."""
    alike = [list(group) for _, group in groupby(sorted(messages, key=_key), key=_key)]
    said = [Said(Counter(group).most_common(1)[0][0], len(group)) for group in alike]
    return tuple(sorted(said, key=lambda one: (-one.students, one.message))[:SHOWN])


def _key(message: str) -> str:
    return FIGURE.sub("#", message)

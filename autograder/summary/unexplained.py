"""Groups the failures of a class that no known mistake explains by what failed and how, the largest group first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.errors import SummaryError
from autograder.people.person import Person
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.result import Result


@dataclass(frozen=True)
class UnexplainedCheck:
    """A failed check of a group, with the message that most of its students got, and the points that it takes."""

    name: str
    title: str
    message: str
    points: float


@dataclass(frozen=True)
class UnexplainedAnswer:
    """The answer of one student of a group: whose it is, its file, and the digest by which the notebook is known."""

    person: Person
    file: str
    sha256: str


@dataclass(frozen=True)
class UnexplainedGroup:
    """The answers to a question in which the same checks failed in the same way, without a mistake that explains it.

    `mistakes` counts the students in whose answer each known mistake was named beside. `answers` are sorted by file.
    """

    question: str
    pattern: str
    students: int
    checks: tuple[UnexplainedCheck, ...]
    mistakes: dict[str, int]
    answers: tuple[UnexplainedAnswer, ...]

    @property
    def points(self) -> float:
        """Return the points that the sum of the checks takes from each answer for these failures."""
        return round(sum(check.points for check in self.checks), 4)


def group_unexplained(records: Sequence[StudentRecord]) -> tuple[UnexplainedGroup, ...]:
    """Return the groups of unexplained failures of a class, the largest first."""
    found: defaultdict[tuple[str, str], list[tuple[StudentRecord, Result]]] = defaultdict(list)
    for record in records:
        for id, answered in (record.result.questions if record.result else {}).items():
            if record.result and answered.unexplained:
                found[id, answered.unexplained.pattern].append((record, record.result))
    groups = [_group(question, pattern, members) for (question, pattern), members in found.items()]
    return tuple(sorted(groups, key=lambda group: (-group.students, group.question, group.pattern)))


def find_group(groups: Sequence[UnexplainedGroup], pattern: str, question: str = "") -> UnexplainedGroup:
    """Return the group that has a pattern, at a question if one is given; raise SummaryError where none or two have."""
    alike = [group for group in groups if group.pattern == pattern]
    if not alike:
        raise SummaryError("unexplained.no_pattern", pattern=pattern)
    questions = ", ".join(group.question for group in alike)
    found = [group for group in alike if question in ("", group.question)]
    if not found:
        raise SummaryError("unexplained.not_there", pattern=pattern, question=question, questions=questions)
    if len(found) > 1:
        raise SummaryError("unexplained.which_question", pattern=pattern, questions=questions)
    return found[0]


def without_students(group: UnexplainedGroup) -> UnexplainedGroup:
    """Return a group without its students and without messages, which may hold what a student wrote."""
    return replace(group, answers=(), checks=tuple(replace(check, message="") for check in group.checks))


def _group(question: str, pattern: str, members: Sequence[tuple[StudentRecord, Result]]) -> UnexplainedGroup:
    results = [result.questions[question] for _, result in members]
    answers = (UnexplainedAnswer(s.person, s.file or r.submission.file, r.submission.sha256) for s, r in members)
    return UnexplainedGroup(
        question=question,
        pattern=pattern,
        students=len(members),
        checks=_checks(results),
        mistakes=dict(Counter(name for result in results for name in {m.name for m in result.mistakes}).most_common()),
        answers=tuple(sorted(answers, key=lambda answer: (answer.file, answer.sha256))),
    )


def _checks(results: Sequence[QuestionResult]) -> tuple[UnexplainedCheck, ...]:
    """What the checks of a group said most; a pattern holds for one set of checks, with messages alike up to digits."""
    messages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, CheckResult] = {}
    for result in results:
        names = result.unexplained.checks if result.unexplained else ()
        for check in result.checks:
            if check.name in names:
                first.setdefault(check.name, check)
                messages[check.name][check.message or check.detail] += 1
    return tuple(
        UnexplainedCheck(name, check.title, messages[name].most_common(1)[0][0], check.points)
        for name, check in first.items()
    )

"""What changed between two results of a student: the points of each question, and the checks and prices behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.lab.declaration import Lab
from autograder.people.person import Person
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.record import EarlierPoints, StudentRecord
from autograder.results.result import Result
from autograder.results.scoring import TotalScore
from autograder.results.verdict import Status, Verdict


@dataclass(frozen=True)
class CheckChange:
    """A check whose verdict changed; None where it was not there.

    `message` is the reason: what the check says now, or what it said before where it passes now.
    """

    name: str
    before: Verdict | None
    after: Verdict | None
    message: str


@dataclass(frozen=True)
class PriceChange:
    """The points that a mistake costs a student, before and after; None where it did not decide the points."""

    mistake: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class QuestionChange:
    """The points of a question before and after, None where they are not known, and why they changed.

    `rewritten` says that the written answer is another one; `left_to_person` that a person decides now what no mistake
    explains, or False where the checks decide again.
    """

    question: str
    before: float | None
    after: float | None
    checks: tuple[CheckChange, ...] = ()
    prices: tuple[PriceChange, ...] = ()
    rewritten: bool = False
    left_to_person: bool | None = None


@dataclass(frozen=True)
class StudentChange:
    """What changed for a student: the sums before and after, points given by hand included, and the questions.

    A sum is None where nothing was graded. `manual` are the points given by hand, which hide a change of that question,
    and `reopened` those that count no more, since the answer changed; `lapsed` are those of them that counted before.
    """

    person: Person
    file: str
    before: TotalScore | None
    after: TotalScore | None
    questions: tuple[QuestionChange, ...]
    manual: Mapping[str, float] = field(default_factory=dict)
    reopened: Mapping[str, EarlierPoints] = field(default_factory=dict)
    lapsed: Mapping[str, float] = field(default_factory=dict)


def student_change(
    before: StudentRecord, after: StudentRecord, lab: Lab, questions: tuple[QuestionChange, ...] | None = None
) -> StudentChange:
    """Return what changed between two records of a student; `questions` are the changes of these, where known."""
    if questions is None:
        questions = question_changes(before.result, after.result) if after.result else ()
    totals = before.total(lab), after.total(lab)
    lapsed = {id: points for id, points in before.manual.items() if id in after.reopened}
    return StudentChange(after.person, after.file, *totals, questions, after.manual, after.reopened, lapsed)


def change_order(change: StudentChange) -> tuple[str, Person, str]:
    """Return what changes of a class are sorted by: the name."""
    return change.person.name.casefold(), change.person, change.file


def question_changes(before: Result | None, after: Result) -> tuple[QuestionChange, ...]:
    """Return what changed between two results, by question; questions that say the same are left out."""
    old = before.questions if before else {}
    found = []
    for id in dict.fromkeys([*old, *after.questions]):
        if old.get(id) != after.questions.get(id) or (before and _text(before, id) != _text(after, id)):
            change = _question_change(id, before, after)
            if before is None or change != QuestionChange(id, change.before, change.before):
                found.append(change)
    return tuple(found)


def price_changes(before: Result | None, after: Result | None) -> tuple[PriceChange, ...]:
    """Return the prices that changed between two results; none where one of them is not there."""
    if before is None or after is None:
        return ()
    return tuple(price for change in question_changes(before, after) for price in change.prices)


def same_answer(before: Result, after: Result, question: str) -> bool:
    """Return whether two files answer a question alike: what is written, and what its checks found.

    Where a written answer was found in neither file, nobody can tell, and it is taken for another one.
    """
    then, now = before.questions.get(question), after.questions.get(question)
    if then is None or now is None:
        return then is now
    written = not then.checks or question in {*before.answers, *after.answers}
    if written and (question not in after.answers or _text(before, question) != _text(after, question)):
        return False
    return [(check.name, check.verdict) for check in then.checks] == [(c.name, c.verdict) for c in now.checks]


def _question_change(id: str, before: Result | None, after: Result) -> QuestionChange:
    old, new = before.questions.get(id) if before else None, after.questions.get(id)
    return QuestionChange(
        question=id,
        before=old.score if old else None,
        after=new.score if new else None,
        checks=_check_changes(old, new),
        prices=_price_changes(old, new),
        rewritten=before is not None and _text(before, id) != _text(after, id),
        left_to_person=None if _left(old) == _left(new) else _left(new),
    )


def _check_changes(old: QuestionResult | None, new: QuestionResult | None) -> tuple[CheckChange, ...]:
    then = {check.name: check for check in old.checks} if old else {}
    now = {check.name: check for check in new.checks} if new else {}
    return tuple(
        _check_change(name, then.get(name), now.get(name))
        for name in dict.fromkeys([*then, *now])
        if _verdict(then.get(name)) != _verdict(now.get(name))
    )


def _check_change(name: str, then: CheckResult | None, now: CheckResult | None) -> CheckChange:
    told = next((check.message or check.detail for check in (now, then) if check and check.message + check.detail), "")
    return CheckChange(name, _verdict(then), _verdict(now), told)


def _verdict(check: CheckResult | None) -> Verdict | None:
    return check.verdict if check else None


def _price_changes(old: QuestionResult | None, new: QuestionResult | None) -> tuple[PriceChange, ...]:
    then, now = _costs(old), _costs(new)
    names = dict.fromkeys([*then, *now])
    return tuple(PriceChange(name, then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name))


def _costs(answered: QuestionResult | None) -> dict[str, float]:
    return {deduction.mistake: deduction.points for deduction in answered.deductions} if answered else {}


def _left(answered: QuestionResult | None) -> bool:
    """Whether a person decides about failures that no mistake explains."""
    return answered is not None and answered.status is Status.MANUAL and answered.unexplained is not None


def _text(result: Result, question: str) -> str:
    return " ".join(result.answers.get(question, "").split())

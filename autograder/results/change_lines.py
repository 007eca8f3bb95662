"""Tells on lines of text what changed for students: the sums, each question, and the checks and prices behind it."""

from collections.abc import Iterator, Sequence

from autograder.messages import Catalogue
from autograder.output.text import format_points, printable
from autograder.results.changes import CheckChange, PriceChange, QuestionChange, StudentChange
from autograder.results.record import EarlierPoints
from autograder.results.scoring import TotalScore
from autograder.results.verdict import Verdict

LONGEST = 300  # of what a check says
POINTS = 13  # columns of a question's points, such as "0.625 → 0.75"


def change_lines(changed: Sequence[StudentChange], say: Catalogue) -> list[str]:
    """Return the changes of a class as a table: a line for each student, and below it one for each question."""
    return [line for change in changed for line in _student_lines(change, say)]


def price_text(price: PriceChange, say: Catalogue) -> str:
    """Return what a mistake costs before and after; a dash where it did not decide the points."""
    values = {"before": format_points(price.before), "after": format_points(price.after)}
    return say("changes.price", mistake=price.mistake, **values)


def reopened_text(question: str, earlier: EarlierPoints, say: Catalogue) -> str:
    """Return what an answer was given by hand before it changed."""
    values = {"points": format_points(earlier.points), "author": earlier.author, "when": f"{earlier.time:%Y-%m-%d}"}
    return say("changes.reopened", question=question, **values)


def _student_lines(change: StudentChange, say: Catalogue) -> Iterator[str]:
    who = change.person.name or change.person.id or change.person.rut or change.person.email
    name = " · ".join(filter(None, (who, change.file)))
    points = f"{_sum(change.before)} → {_sum(change.after)}"
    yield printable(say("changes.student", student=name, points=points, mark=_marks(change)))
    for question in change.questions:
        reasons = list(_reasons(question, change, say)) or [""]
        by_hand = "*" if question.question in change.manual else ""
        points = f"{format_points(question.before)} → {format_points(question.after)}"
        if question.question in change.lapsed:  # what counted, and that nothing does until a person decides again
            points = f"{format_points(change.lapsed[question.question])}* → –"
        yield printable(f"  {question.question + by_hand:<4}{points:<{POINTS}}  {reasons[0]}".rstrip())
        yield from (printable(f"  {'':<4}{'':<{POINTS}}  {reason}") for reason in reasons[1:])


def _reasons(question: QuestionChange, change: StudentChange, say: Catalogue) -> Iterator[str]:
    id = question.question
    if id in change.manual:
        yield say("changes.by_hand", points=format_points(change.manual[id]))
    if id in change.reopened:
        yield reopened_text(id, change.reopened[id], say)
    yield from (price_text(price, say) for price in question.prices)
    if question.left_to_person is not None:
        yield say("changes.to_person" if question.left_to_person else "changes.by_checks")
    if question.rewritten:
        yield say("changes.rewritten")
    yield from (_check_text(check, say) for check in question.checks)


def _check_text(check: CheckChange, say: Catalogue) -> str:
    verdicts = f"{_verdict(check.before, say)} → {_verdict(check.after, say)}"
    return f"{check.name}: {verdicts}. {check.message[:LONGEST]}".rstrip(" .")


def _verdict(verdict: Verdict | None, say: Catalogue) -> str:
    return say(f"changes.verdict_{verdict}") if verdict else "–"


def _sum(total: TotalScore | None) -> str:
    return format_points(None if total is None else round(total.score + total.bonus, 4))


def _marks(change: StudentChange) -> str:
    before, after = _mark(change.before), _mark(change.after)
    return after if before == after else f"{before} → {after}"


def _mark(total: TotalScore | None) -> str:
    if total is None:
        return "–"
    low, high = total.mark_range
    return f"{low:.1f}–{high:.1f}" if total.mark is None else f"{total.mark:.1f}"

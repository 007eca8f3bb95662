"""Writes what a student reads about a graded submission as plain text; it contains no code of hidden checks."""

from collections.abc import Iterator

from autograder.export.grade_column import GradeScale, format_number
from autograder.export.request import GradeUnit
from autograder.lab.declaration import Lab, Question
from autograder.messages import Catalogue, catalogue
from autograder.output.text import printable
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict

LONGEST = 400  # of one line; what student code says can be long
TITLES = 3  # of failed checks that one mistake explains
SILENT = (Verdict.PASSED, Verdict.SKIPPED, Verdict.GRADER_ERROR)


def feedback_text(record: StudentRecord, lab: Lab) -> str:
    """Return the points of every question, what failed and why, and the sum; lines in the lab's language."""
    say = catalogue(lab.language)
    lines = [line for question in lab.questions for line in question_lines(question, record, say)]
    return "\n".join([*lines, points_summary(record, lab, say)])


def points_summary(record: StudentRecord, lab: Lab, say: Catalogue) -> str:
    """Return the sum of points and the mark in one line, or that they are open."""
    points, mark = (GradeScale(lab, unit) for unit in (GradeUnit.POINTS, GradeUnit.MARK))
    if points.of(record) is None or mark.of(record) is None:
        return say("export.sum_open")
    earned, worth = points.text(points.of(record)), mark.text(mark.of(record))
    return say("export.sum", points=earned, top=format_number(points.top), mark=worth)


def question_lines(question: Question, record: StudentRecord, say: Catalogue) -> list[str]:
    """Return the lines about one question, the first with its points."""
    points, top = record.points(question.id), format_number(question.points)
    extra = say("export.extra") if question.bonus else ""
    name = f"{question.id}) {question.title}{extra}"
    if points is None:
        return [say("export.question_open", name=name, top=top), *question_findings(question, record, say)]
    key = "export.question_by_hand" if _by_hand(question, record) else "export.question"
    return [
        say(key, name=name, points=format_number(points), top=top),
        *question_findings(question, record, say),
    ]


def question_findings(question: Question, record: StudentRecord, say: Catalogue) -> list[str]:
    """Return what was found in one question: each mistake with its price, and each failure that none explains.

    Where the points follow from these, each line says how many it takes, so that a reader can add them up. An answer
    that is not there is one line, and so are failures that say the same.
    """
    answered = record.result.questions.get(question.id) if record.result else None
    if answered is None:
        return []
    if answered.status is Status.MISSING:
        return [] if question.id in record.manual else [f"• {_one_line(_absence(answered, say))}"]
    counts = question.id not in record.manual and not answered.barred and _decided_by_checks(question, answered)
    if answered.deductions:
        return list(_by_cause(question, answered, counts, say))
    failures = _failures(answered, counts, say)
    barred = answered.barred and question.checked and question.id not in record.manual  # a written answer is read
    rule = [say("export.barred")] if barred else []
    lead = [say("export.by_checks")] if counts and len(failures) > 1 else []
    return [f"• {_one_line(line)}" for line in (*rule, *_likeliest(answered, say), *lead, *failures)]


def _by_hand(question: Question, record: StudentRecord) -> bool:
    """Return whether a person gave other points than the checks, or in spite of their findings."""
    return question.id in record.manual and record.result is not None and question.kind == "code"


def _decided_by_checks(question: Question, answered: QuestionResult) -> bool:
    """Return whether checks or prices decide the points; otherwise a person gives them."""
    if question.manual and question.checked_points is None:
        return False
    return bool(answered.deductions) or answered.by_checks is None


def _by_cause(question: Question, answered: QuestionResult, counts: bool, say: Catalogue) -> Iterator[str]:
    """Yield each mistake with its price, and below it the failures that it explains; then how the points add up."""
    # what failed only with another check holds by itself
    titles = {check.name: check.title.rstrip(".") for check in answered.checks if not check.failed_with}
    for deduction in answered.deductions:
        evidence = say("export.evidence", evidence=deduction.evidence) if deduction.evidence else ""
        found = " ".join(filter(None, (deduction.explanation, evidence)))
        yield f"• {_one_line(_costing(deduction.points if counts else 0.0, found))}"
        explained = [titles[name] for name in deduction.checks if name in titles]
        if explained:
            more = say("export.more", count=len(explained) - TITLES) if len(explained) > TITLES else ""
            yield f"  {_one_line(say('export.explains', titles=' / '.join(explained[:TITLES]) + more))}"
    failures = _failures(answered, False, say)
    yield from (f"• {_one_line(line)}" for line in failures)
    if counts and (sum_line := _sum(question, answered, say)):
        yield f"  {sum_line}"


def _sum(question: Question, answered: QuestionResult, say: Catalogue) -> str:
    """Return how the points follow from the deductions, where that is more than one subtraction; else ""."""
    top, costs = question.points_of_checks, [deduction.points for deduction in answered.deductions]
    left = round(top - sum(costs), 4)
    opened = min(sum(check.points for check in answered.checks if check.score is None), max(left, 0.0))
    if len(costs) == 1 and left >= 0 and not opened and top == question.points:
        return ""
    parts = " − ".join(format_number(points) for points in (top, *costs))
    if left < 0:
        return say("export.sum_below_zero", parts=parts)
    left_text = f"{parts} = {format_number(left)}"
    if opened:
        return say("export.sum_waits", sum=left_text, points=format_number(opened))
    return f"{left_text}." if top == question.points else say("export.sum_of_checks", sum=left_text)


def _costing(points: float, text: str) -> str:
    """Return a text with the points that it takes before it, where it takes any."""
    return f"−{format_number(points)}: {text}" if points else text


def _likeliest(answered: QuestionResult, say: Catalogue) -> list[str]:
    return [say("export.mistake", explanation=mistake.explanation) for mistake in answered.mistakes[:1]]


def _failures(answered: QuestionResult, counts: bool, say: Catalogue) -> list[str]:
    """What checks say that no deduction explains; where it `counts`, with the points that this takes."""
    explained = {name for deduction in answered.deductions for name in deduction.checks}
    alike: dict[str, list[CheckResult]] = {}
    for check in _failed(answered):
        if check.name not in explained:
            alike.setdefault(check.message or check.name, []).append(check)
    return [
        _costing(
            round(sum(check.points for check in checks), 4) if counts else 0.0, _failure(checks[0], len(checks), say)
        )
        for checks in alike.values()
    ]


def _failed(answered: QuestionResult) -> list[CheckResult]:
    return [check for check in answered.checks if check.verdict not in SILENT]


def _absence(answered: QuestionResult, say: Catalogue) -> str:
    """Return that there is no answer, with what the first check has seen instead."""
    message = next((check.message for check in _failed(answered)), "")
    return f"{say('export.no_answer')} {message}"


def _failure(check: CheckResult, alike: int, say: Catalogue) -> str:
    """Return what a check has seen, its hint, and how many others have seen the same."""
    hint = say("export.hint", hint=check.hint) if check.hint else ""
    others = say("export.alike", count=alike - 1) if alike > 1 else ""
    return " ".join(part for part in (check.title, check.message, others, hint) if part)


def _one_line(text: str) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

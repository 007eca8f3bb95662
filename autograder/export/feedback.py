"""Writes what a student reads about a graded submission as plain text; it contains no code of hidden checks."""

from collections import Counter

from autograder.export.grade_column import GradeScale, format_number
from autograder.export.request import GradeUnit
from autograder.lab.declaration import Lab, Question
from autograder.messages import Catalogue, catalogue
from autograder.output.text import printable
from autograder.results.question_result import CheckResult, Deduction, QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status, Verdict

LONGEST = 400  # of one line; what student code says can be long
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
    return [
        say("export.question", name=name, points=format_number(points), top=top),
        *question_findings(question, record, say),
    ]


def question_findings(question: Question, record: StudentRecord, say: Catalogue) -> list[str]:
    """Return a line for each mistake in one question, with what it costs, and for each failure that none explains.

    An answer that is not there is one line, and so are failures that say the same.
    """
    answered = record.result.questions.get(question.id) if record.result else None
    if answered is None:
        return []
    if answered.status is Status.MISSING:
        return [] if question.id in record.manual else [f"• {_one_line(_absence(answered, say))}"]
    return [f"• {_one_line(line)}" for line in (*_mistakes(answered, say), *_failures(answered, say))]


def _mistakes(answered: QuestionResult, say: Catalogue) -> list[str]:
    if answered.deductions:
        return [_deduction(deduction, answered, say) for deduction in answered.deductions]
    return [say("export.mistake", explanation=mistake.explanation) for mistake in answered.mistakes[:1]]


def _deduction(deduction: Deduction, answered: QuestionResult, say: Catalogue) -> str:
    titles = [check.title for check in answered.checks if check.name in deduction.checks]
    why = say("export.explains", titles=" / ".join(titles)) if titles else ""
    values = {"points": format_number(deduction.points), "explanation": deduction.explanation}
    return " ".join(part for part in (say("export.deduction", **values), deduction.evidence, why) if part)


def _failures(answered: QuestionResult, say: Catalogue) -> list[str]:
    """What checks say that no deduction explains."""
    explained = {name for deduction in answered.deductions for name in deduction.checks}
    failed = [check for check in _failed(answered) if check.name not in explained]
    alike = Counter(check.message for check in failed if check.message)
    first = {check.message or check.name: check for check in reversed(failed)}
    return [
        _failure(check, alike[check.message], say) for check in failed if first[check.message or check.name] is check
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

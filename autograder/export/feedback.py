"""What a student reads about a graded submission, as plain text; nothing of the hidden checks' code is in it."""

from autograder.export.request import Unit
from autograder.export.scale import Scale, number
from autograder.lab.declaration import Lab, Question
from autograder.messages import Catalogue, catalogue
from autograder.output.text import printable
from autograder.results.record import Standing
from autograder.results.result import Answered, Check
from autograder.results.verdict import Verdict

LONGEST = 400  # of one line; what student code says can be long
SILENT = (Verdict.PASSED, Verdict.SKIPPED, Verdict.GRADER_ERROR)


def feedback(standing: Standing, lab: Lab) -> str:
    """The points of every question, what failed and why, and the sum; in the lab's language, many lines."""
    say = catalogue(lab.language)
    lines = [line for question in lab.questions for line in of_question(question, standing, say)]
    return "\n".join([*lines, summary(standing, lab, say)])


def summary(standing: Standing, lab: Lab, say: Catalogue) -> str:
    """The sum in one line, or that it is open."""
    points, mark = (Scale(lab, unit) for unit in (Unit.POINTS, Unit.MARK))
    if points.of(standing) is None or mark.of(standing) is None:
        return say("export.sum_open")
    earned, worth = points.text(points.of(standing)), mark.text(mark.of(standing))
    return say("export.sum", points=earned, top=number(points.top), mark=worth)


def of_question(question: Question, standing: Standing, say: Catalogue) -> list[str]:
    """The lines about one question, the first with its points."""
    points, top = standing.points(question.id), number(question.points)
    extra = say("export.extra") if question.bonus else ""
    name = f"{question.id}) {question.title}{extra}"
    if points is None:
        return [say("export.question_open", name=name, top=top), *findings(question, standing, say)]
    return [say("export.question", name=name, points=number(points), top=top), *findings(question, standing, say)]


def findings(question: Question, standing: Standing, say: Catalogue) -> list[str]:
    """What the checks saw in one question, and the mistake that explains it; nothing where all is well."""
    answered = standing.result.questions.get(question.id) if standing.result else None
    if answered is None:
        return []
    return [f"• {_flat(line)}" for line in (*_mistakes(answered, say), *_failures(answered, say))]


def _mistakes(answered: Answered, say: Catalogue) -> list[str]:
    return [say("export.mistake", explanation=named.explanation) for named in answered.mistakes[:1]]


def _failures(answered: Answered, say: Catalogue) -> list[str]:
    return [_failure(check, say) for check in answered.checks if check.verdict not in SILENT]


def _failure(check: Check, say: Catalogue) -> str:
    hint = say("export.hint", hint=check.hint) if check.hint else ""
    return " ".join(part for part in (check.title, check.message, hint) if part)


def _flat(text: str) -> str:
    line = " ".join(printable(text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

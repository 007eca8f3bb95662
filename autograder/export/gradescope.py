"""Writes Gradescope's `results.json`.

The format is that of Gradescope's "Autograder Specifications", section "Output format": a `score` at the top is the
grade and overrides the sum of the tests'; a test without a `score` is shown and counts nothing; while a test is not
visible yet, students do not see their total. Of `hidden` tests the manual has said both that they hide the total and
that they do not. What is printed while grading is for staff only.
"""

import json
from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from autograder.export.feedback import points_summary, question_findings
from autograder.export.grade_column import GradeScale
from autograder.export.matching import student_name
from autograder.export.request import ExportNote, note_about_people
from autograder.lab.declaration import Lab, Question
from autograder.lab.question import Visibility
from autograder.messages import Catalogue, catalogue
from autograder.notebook.submission import safe_name
from autograder.people.person import NOBODY
from autograder.results.record import StudentRecord

NAME = "results.json"
PRIVATE = {"stdout_visibility": "hidden", "output_format": "text"}


def gradescope_results(record: StudentRecord, scale: GradeScale) -> dict[str, Any] | None:
    """Return the results of one student with a test for each question; None where nothing was graded.

    A grade that is not known is left out. While one question waits for a person, its test is hidden until grades are
    published, and with it the sum that Gradescope makes of the others.
    """
    grade = scale.of(record)
    if record.total(scale.lab) is None:
        return None
    say = catalogue(scale.lab.language)
    table: dict[str, Any] = {} if grade is None else {"score": grade}
    if record.result:
        table["execution_time"] = round(record.result.environment.seconds)
    tests = [_question_test(question, record, say) for question in scale.lab.questions]
    whole = all(question.visibility == "visible" for question in scale.lab.questions)
    output = points_summary(record, scale.lab, say) if whole else say("export.sum_later")  # the sum would tell the rest
    return table | PRIVATE | {"output": output, "tests": tests}


def ungraded_results(lab: Lab, message: str, details: str = "") -> dict[str, Any]:
    """Return the results of a submission that was not graded: no score anywhere, and every question waits for a person.

    `message` is for its author, `details` only for staff.
    """
    say = catalogue(lab.language)
    tests = [_question_test(question, StudentRecord(NOBODY), say) for question in lab.questions]
    staff = {"name": say("export.for_staff"), "output": details, "output_format": "text", "visibility": "hidden"}
    return {**PRIVATE, "output": message, "tests": [*tests, staff] if details else tests}


def _question_test(question: Question, record: StudentRecord, say: Catalogue) -> dict[str, Any]:
    points = record.points(question.id)
    extra = say("export.extra") if question.bonus else ""
    lines = question_findings(question, record, say)
    return {
        "name": f"{question.id}) {question.title}{extra}",
        "number": question.id,
        **({} if points is None else {"score": points}),
        "max_score": question.points,
        "output": "\n".join([say("export.waits"), *lines] if points is None else lines),
        "output_format": "text",
        "visibility": question.visibility if points is not None else _visibility_while_open(question.visibility),
    }


def _visibility_while_open(visibility: Visibility) -> Visibility:
    """Return when a question that waits for a person is shown: never before grades are published."""
    return "hidden" if visibility == "hidden" else "after_published"


def gradescope_folder(
    records: Sequence[StudentRecord], scale: GradeScale
) -> tuple[dict[str, bytes], tuple[ExportNote, ...]]:
    """Return a `results.json` for each student by path, in folders named by id or name, and notes about them."""
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    for record in records:
        results = gradescope_results(record, scale)
        if results is not None:
            files[f"{_unused_name(safe_name(record.person.id or student_name(record)), taken)}/{NAME}"] = (
                gradescope_json(results)
            )
    nothing = [student_name(record) for record in records if record.total(scale.lab) is None]
    waiting = [student_name(s) for s in records if s.total(scale.lab) is not None and scale.of(s) is None]
    return files, (
        scale.note("score"),
        *note_about_people("export.no_results", names=nothing),
        *note_about_people("export.open_results", names=waiting),
    )


def gradescope_json(table: dict[str, Any]) -> bytes:
    """Return results as the bytes of `results.json`."""
    text = json.dumps(table, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", errors="replace")  # a student's half emoji must not cost the results


def _unused_name(name: str, taken: set[str]) -> str:
    numbered = chain([name], (f"{name}-{number}" for number in count(2)))
    free = next(candidate for candidate in numbered if candidate.casefold() not in taken)
    taken.add(free.casefold())  # some file systems do not tell A from a
    return free

"""Gradescope's `results.json`.

The format is that of Gradescope's "Autograder Specifications", section "Output format": a `score` at the top is the
grade and overrides the sum of the tests'; a test without a `score` is shown and counts nothing; while a test is not
visible yet, students do not see their total. Of `hidden` tests the manual has said both that they hide the total and
that they do not. What is printed while grading is for staff only.
"""

import json
from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from autograder.export.feedback import findings, summary
from autograder.export.matching import who
from autograder.export.note import Note, about
from autograder.export.scale import Scale
from autograder.lab.declaration import Lab, Question
from autograder.lab.question import Visibility
from autograder.messages import Catalogue, catalogue
from autograder.notebook.submission import safe_name
from autograder.people.person import NOBODY
from autograder.results.record import Standing

NAME = "results.json"
PRIVATE = {"stdout_visibility": "hidden", "output_format": "text"}


def results(standing: Standing, scale: Scale) -> dict[str, Any] | None:
    """The results of one student, a test a question; None where nothing was graded.

    A grade that is not known is left out. While one question waits for a person, its test is hidden until grades are
    published, and with it the sum that Gradescope makes of the others.
    """
    grade = scale.of(standing)
    if standing.total(scale.lab) is None:
        return None
    say = catalogue(scale.lab.language)
    table: dict[str, Any] = {} if grade is None else {"score": grade}
    if standing.result:
        table["execution_time"] = round(standing.result.environment.seconds)
    tests = [_test(question, standing, say) for question in scale.lab.questions]
    whole = all(question.visibility == "visible" for question in scale.lab.questions)
    output = summary(standing, scale.lab, say) if whole else say("export.sum_later")  # the sum would tell the rest
    return table | PRIVATE | {"output": output, "tests": tests}


def not_graded(lab: Lab, told: str, details: str = "") -> dict[str, Any]:
    """The results of a submission that was not graded: no score anywhere, and every question waits for a person.

    `told` is for its author, `details` only for staff.
    """
    say = catalogue(lab.language)
    tests = [_test(question, Standing(NOBODY), say) for question in lab.questions]
    staff = {"name": say("export.for_staff"), "output": details, "output_format": "text", "visibility": "hidden"}
    return {**PRIVATE, "output": told, "tests": [*tests, staff] if details else tests}


def _test(question: Question, standing: Standing, say: Catalogue) -> dict[str, Any]:
    points = standing.points(question.id)
    extra = say("export.extra") if question.bonus else ""
    lines = findings(question, standing, say)
    return {
        "name": f"{question.id}) {question.title}{extra}",
        "number": question.id,
        **({} if points is None else {"score": points}),
        "max_score": question.points,
        "output": "\n".join([say("export.waits"), *lines] if points is None else lines),
        "output_format": "text",
        "visibility": question.visibility if points is not None else _later(question.visibility),
    }


def _later(visibility: Visibility) -> Visibility:
    """When a question is shown that waits for a person: never before grades are published."""
    return "hidden" if visibility == "hidden" else "after_published"


def folder(standings: Sequence[Standing], scale: Scale) -> tuple[dict[str, bytes], tuple[Note, ...]]:
    """A `results.json` a student, each in a folder of its own, named by id or else by what is known."""
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    for standing in standings:
        made = results(standing, scale)
        if made is not None:
            files[f"{_free(safe_name(standing.person.id or who(standing)), taken)}/{NAME}"] = encode(made)
    nothing = [who(standing) for standing in standings if standing.total(scale.lab) is None]
    waiting = [who(s) for s in standings if s.total(scale.lab) is not None and scale.of(s) is None]
    return files, (
        scale.note("score"),
        *about("export.no_results", names=nothing),
        *about("export.open_results", names=waiting),
    )


def encode(table: dict[str, Any]) -> bytes:
    """Results as the bytes of `results.json`."""
    text = json.dumps(table, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", errors="replace")  # a student's half emoji must not cost the results


def _free(name: str, taken: set[str]) -> str:
    numbered = chain([name], (f"{name}-{number}" for number in count(2)))
    free = next(candidate for candidate in numbered if candidate.casefold() not in taken)
    taken.add(free.casefold())  # some file systems do not tell A from a
    return free

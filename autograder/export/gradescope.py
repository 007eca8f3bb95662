"""Gradescope's `results.json`.

The format is that of Gradescope's "Autograder Specifications", section "Output format": a `score` at the top is the
grade and overrides the sum of the tests'; a test without a `score` is shown and counts nothing; while a test is not
visible, students do not see their total.
"""

import json
from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from autograder.export.feedback import findings, summary
from autograder.export.match import who
from autograder.export.note import Note, about
from autograder.export.scale import Scale
from autograder.lab import Question
from autograder.messages import Catalogue, catalogue
from autograder.standing import Standing
from autograder.submission import safe_name

NAME = "results.json"


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
    return table | {"output": summary(standing, scale.lab, say), "output_format": "text", "tests": tests}


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
        "visibility": "after_published" if points is None else "visible",
    }


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

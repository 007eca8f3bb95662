"""Writes everything that is known of a class's marks as a CSV table."""

from collections.abc import Iterator, Sequence

from autograder.export.grade_column import format_number
from autograder.lab.declaration import Lab
from autograder.output import cells
from autograder.results.record import StudentRecord

WHO = ("id", "name", "rut", "email", "section", "file")
SUMS = ("score", "max_score", "pending", "bonus", "bonus_pending", "mark", "mark_low", "mark_high", "status", "error")


def csv_columns(lab: Lab) -> tuple[str, ...]:
    """Return the titles of the columns; `docs/export.md` explains each."""
    return (*WHO, *(f"points_{question.id}" for question in lab.questions), *SUMS)


def csv_rows(records: Sequence[StudentRecord], lab: Lab) -> Iterator[tuple[str | float | None, ...]]:
    """Yield a row for each record: texts as they are, numbers as numbers, None where a value is not known."""
    for record in records:
        person, total = record.person, record.total(lab)
        points = [record.points(question.id) for question in lab.questions]
        sums: list[float | None] = [None, round(lab.max_score, 4), *[None] * 6]
        if total:
            known = (total.pending, total.bonus, total.bonus_pending, total.mark, *total.mark_range)
            sums = [total.score, round(lab.max_score, 4), *known]
        who = (person.id, person.name, person.rut, person.email, person.section, record.file)
        yield (*who, *points, *sums, grading_status(record, lab), record.error)


def grading_status(record: StudentRecord, lab: Lab) -> str:
    """Return `graded` where the mark is settled, `open` where a person must still grade, else `not_graded`."""
    total = record.total(lab)
    if total is None:
        return "not_graded"
    return "open" if total.mark is None else "graded"


def csv_bytes(records: Sequence[StudentRecord], lab: Lab) -> bytes:
    """Return the table as a CSV file in UTF-8; what is not known is an empty cell, never 0."""
    lines = [[_cell(value) for value in row] for row in csv_rows(records, lab)]
    return cells.encode([csv_columns(lab), *lines])


def _cell(value: str | float | None) -> str:
    return cells.safe(value) if isinstance(value, str) else format_number(value)

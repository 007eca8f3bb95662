"""Writes the table that `nbgrader export` writes.

The columns are those of `CsvExportPlugin` in nbgrader (`nbgrader/plugins/export.py`). nbgrader writes 0 for whoever
handed in nothing; here that cell is empty. When it was due and handed in is not known here, and nothing is deducted.
"""

from collections.abc import Sequence

from autograder.export.grade_column import GradeScale, format_number
from autograder.export.matching import student_name
from autograder.export.request import ExportNote, note_about_people
from autograder.output import cells
from autograder.results.record import StudentRecord

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def nbgrader_csv(records: Sequence[StudentRecord], scale: GradeScale) -> tuple[bytes, tuple[ExportNote, ...]]:
    """Return the table as a CSV file, a row a record, and notes about it."""
    nameless = [student_name(record) for record in records if not record.person.id]
    waiting = [student_name(record) for record in records if scale.of(record) is None]
    rows = [[cells.safe(cell) for cell in _row(record, scale)] for record in records]
    notes = (
        scale.note("score"),
        *note_about_people("export.no_id", names=nameless),
        *note_about_people("export.waiting", names=waiting),
    )
    return cells.encode([COLUMNS, *rows]), notes


def _row(record: StudentRecord, scale: GradeScale) -> tuple[str, ...]:
    person, grade = record.person, scale.text(scale.of(record))
    last, _, first = (part.strip() for part in person.name.partition(","))  # nobody said where a name without is cut
    sums = (grade, "0" if grade else "", grade, format_number(scale.top))
    return (scale.lab.id, "", "", person.id, last, first, person.email, *sums)

"""The table that `nbgrader export` writes.

The columns are those of `CsvExportPlugin` in nbgrader (`nbgrader/plugins/export.py`). nbgrader writes 0 for whoever
handed in nothing; here that cell is empty. When it was due and handed in is not known here, and nothing is deducted.
"""

from collections.abc import Sequence

from autograder.export.matching import who
from autograder.export.note import Note, about
from autograder.export.scale import Scale, number
from autograder.output import cells
from autograder.results.record import Standing

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


def table(standings: Sequence[Standing], scale: Scale) -> tuple[bytes, tuple[Note, ...]]:
    """A row a standing."""
    nameless = [who(standing) for standing in standings if not standing.person.id]
    waiting = [who(standing) for standing in standings if scale.of(standing) is None]
    rows = [[cells.safe(cell) for cell in _row(standing, scale)] for standing in standings]
    notes = (scale.note("score"), *about("export.no_id", names=nameless), *about("export.waiting", names=waiting))
    return cells.encode([COLUMNS, *rows]), notes


def _row(standing: Standing, scale: Scale) -> tuple[str, ...]:
    person, grade = standing.person, scale.text(scale.of(standing))
    last, _, first = (part.strip() for part in person.name.partition(","))  # nobody said where a name without is cut
    sums = (grade, "0" if grade else "", grade, number(scale.top))
    return (scale.lab.id, "", "", person.id, last, first, person.email, *sums)

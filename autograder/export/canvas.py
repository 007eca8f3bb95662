"""Writes and fills Canvas's gradebook as CSV.

The format is that of Instructure's guide "How do I import grades in the Gradebook?" and of what reads it,
`lib/gradebook_importer.rb` in canvas-lms: a student is found by ID, else SIS User ID, else SIS Login ID, else name; a
column belongs to an assignment by the id in parentheses at its end, and one without a known id makes a new assignment.
"""

import re
from collections.abc import Sequence

from autograder.errors import ExportError
from autograder.export.fill import fill_column, parse_number
from autograder.export.grade_column import GradeScale, format_number
from autograder.export.matching import SiteRow, match_rows, student_name
from autograder.export.request import ExportNote, export_note, note_about_people
from autograder.export.worksheet import Worksheet
from autograder.output import cells
from autograder.people.person import Person
from autograder.results.record import StudentRecord

HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
TITLE = re.compile(r"\S.* \(\d+\)")
IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
NAMES = ("Student", "LastName", "FirstName")
POINTS = "Points Possible"


def new_canvas_file(
    records: Sequence[StudentRecord], scale: GradeScale, assignment: str | None
) -> tuple[bytes, tuple[ExportNote, ...]]:
    """Return a new gradebook file and notes about it, with those students whose id or e-mail is known.

    `assignment` is the column's title with its id, as in "Lab 2 (4711)"; raises ExportError where it has no id, for
    Canvas would then make a new assignment.
    """
    if assignment is None or not TITLE.fullmatch(assignment):
        raise ExportError("export.no_assignment", given=assignment or "")
    known = [record for record in records if _canvas_can_find(record)]
    rows = [[*_person_cells(record.person), scale.text(scale.of(record))] for record in known]
    possible = (f"    {POINTS}", "", "", "", "", format_number(scale.top))
    notes = (
        scale.note(assignment),
        *note_about_people(
            "export.left_out", names=(student_name(record) for record in records if not _canvas_can_find(record))
        ),
        *note_about_people(
            "export.waiting", names=(student_name(record) for record in known if scale.of(record) is None)
        ),
    )
    return cells.encode([(*HEAD, assignment), possible, *rows]), notes


def _person_cells(person: Person) -> tuple[str, ...]:
    """Return the cells before the grade; an ID that is no number stays empty, as Canvas would read its first digits."""
    number = person.id if person.id.isascii() and person.id.isdigit() else ""
    return (cells.safe(person.name), number, person.id, person.email, cells.safe(person.section))


def _canvas_can_find(record: StudentRecord) -> bool:
    """Return whether the id and e-mail can stand in the file exactly, and at least one is known."""
    ids = (record.person.id, record.person.email)
    return any(ids) and all(cells.safe(id) == id for id in ids)


def fill_canvas_file(
    sheet: Worksheet, records: Sequence[StudentRecord], scale: GradeScale, assignment: str | None
) -> tuple[bytes, tuple[ExportNote, ...]]:
    """Return the file that Canvas exported with the assignment's column filled, and notes about it.

    Without `assignment` the column is the one titled like the lab. Raises ExportError where the file is no gradebook of
    Canvas, or the column is missing, ambiguous or read-only.
    """
    ids, names = _column_indexes(sheet, IDS), _column_indexes(sheet, NAMES)
    if not ids or not names or sheet.column(("Section",)) is None:
        raise ExportError("export.not_canvas", path=sheet.path)
    column = _assignment_column(sheet, assignment, scale)
    rows = [
        SiteRow(
            place,
            tuple(row[at] for at in ids),
            next((row[at] for at in ids if "@" in row[at]), ""),
            " ".join(row[at] for at in reversed(names)),
        )
        for place, row in enumerate(sheet.rows)
        if row and any(row[at].strip() for at in ids)
    ]
    matches = match_rows(rows, records)
    filled = fill_column(sheet, column, matches.records, scale, {*names, *_column_indexes(sheet, ("Section",))})
    scale_note = scale.note(sheet.header[column])
    return sheet.encode(filled.rows), (
        scale_note,
        *_points_possible_notes(sheet, column, scale),
        *matches.notes,
        *filled.notes,
    )


def _column_indexes(sheet: Worksheet, names: Sequence[str]) -> list[int]:
    return [place for name in names if (place := sheet.column((name,))) is not None]


def _assignment_column(sheet: Worksheet, assignment: str | None, scale: GradeScale) -> int:
    wanted = assignment or scale.lab.title
    titles = [name for name in sheet.header if TITLE.fullmatch(name)]
    fitting = [name for name in titles if wanted == name or (not assignment and wanted == name.rpartition(" (")[0])]
    if len(fitting) != 1 or sheet.header.count(fitting[0]) != 1:
        raise ExportError("export.which_column", path=sheet.path, wanted=wanted, found="; ".join(titles))
    return sheet.header.index(fitting[0])


def _points_possible_notes(sheet: Worksheet, column: int, scale: GradeScale) -> tuple[ExportNote, ...]:
    """Return a note where the points possible are others than ours; raise ExportError for a read-only column."""
    cell = next((row[column].strip() for row in sheet.rows if row and POINTS in row[0]), "")
    if "read" in cell.casefold():
        raise ExportError("export.read_only", path=sheet.path, column=sheet.header[column])
    if parse_number(cell) in (None, scale.top):
        return ()
    return (export_note("export.other_top", site="Canvas", theirs=cell, ours=format_number(scale.top)),)

"""Canvas's gradebook as CSV.

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
    """A file of those whose id or e-mail we know, for the assignment that is named with its id, as in "Lab 2 (4711)".

    Raises ExportError where it is not named so, for Canvas would then make a new assignment.
    """
    if assignment is None or not TITLE.fullmatch(assignment):
        raise ExportError("export.no_assignment", given=assignment or "")
    known = [record for record in records if _findable(record)]
    rows = [[*_who(record.person), scale.text(scale.of(record))] for record in known]
    possible = (f"    {POINTS}", "", "", "", "", format_number(scale.top))
    notes = (
        scale.note(assignment),
        *note_about_people(
            "export.left_out", names=(student_name(record) for record in records if not _findable(record))
        ),
        *note_about_people(
            "export.waiting", names=(student_name(record) for record in known if scale.of(record) is None)
        ),
    )
    return cells.encode([(*HEAD, assignment), possible, *rows]), notes


def _who(person: Person) -> tuple[str, ...]:
    """The columns before the assignment's; an ID of Canvas is a number, and of another it would read the beginning."""
    number = person.id if person.id.isascii() and person.id.isdigit() else ""
    return (cells.safe(person.name), number, person.id, person.email, cells.safe(person.section))


def _findable(record: StudentRecord) -> bool:
    """Whether Canvas can find the person by what stands in the file exactly, and is no formula."""
    ids = (record.person.id, record.person.email)
    return any(ids) and all(cells.safe(id) == id for id in ids)


def fill_canvas_file(
    sheet: Worksheet, records: Sequence[StudentRecord], scale: GradeScale, assignment: str | None
) -> tuple[bytes, tuple[ExportNote, ...]]:
    """The file that Canvas exported, with the assignment's column filled; it is the lab's title's if none is named.

    Raises ExportError where it is no gradebook of Canvas, or the column is not to be found or read-only.
    """
    ids, names = _places(sheet, IDS), _places(sheet, NAMES)
    if not ids or not names or sheet.column(("Section",)) is None:
        raise ExportError("export.not_canvas", path=sheet.path)
    column = _column(sheet, assignment, scale)
    seats = [
        SiteRow(
            place,
            tuple(row[at] for at in ids),
            next((row[at] for at in ids if "@" in row[at]), ""),
            " ".join(row[at] for at in reversed(names)),
        )
        for place, row in enumerate(sheet.rows)
        if row and any(row[at].strip() for at in ids)
    ]
    seating = match_rows(seats, records)
    done = fill_column(sheet, column, seating.found, scale, {*names, *_places(sheet, ("Section",))})
    named = scale.note(sheet.header[column])
    return sheet.encode(done.rows), (named, *_possible(sheet, column, scale), *seating.notes, *done.notes)


def _places(sheet: Worksheet, names: Sequence[str]) -> list[int]:
    return [place for name in names if (place := sheet.column((name,))) is not None]


def _column(sheet: Worksheet, assignment: str | None, scale: GradeScale) -> int:
    wanted = assignment or scale.lab.title
    titles = [name for name in sheet.header if TITLE.fullmatch(name)]
    fitting = [name for name in titles if wanted == name or (not assignment and wanted == name.rpartition(" (")[0])]
    if len(fitting) != 1 or sheet.header.count(fitting[0]) != 1:
        raise ExportError("export.which_column", path=sheet.path, wanted=wanted, found="; ".join(titles))
    return sheet.header.index(fitting[0])


def _possible(sheet: Worksheet, column: int, scale: GradeScale) -> tuple[ExportNote, ...]:
    """What to say of the row with the points possible; raises ExportError where it closes the column."""
    cell = next((row[column].strip() for row in sheet.rows if row and POINTS in row[0]), "")
    if "read" in cell.casefold():
        raise ExportError("export.read_only", path=sheet.path, column=sheet.header[column])
    if parse_number(cell) in (None, scale.top):
        return ()
    return (export_note("export.other_top", site="Canvas", theirs=cell, ours=format_number(scale.top)),)

"""Fills Moodle's offline grading worksheet.

The format is that of `mod/assign/feedback/offline` in Moodle, which writes the worksheet and reads it back: it finds a
student by the number at the end of `Identifier`, asks for `Grade` and `Last modified (grade)`, and skips without a word
a grade above the maximum. An empty grade is skipped; an empty comment erases the one that is there, and a comment is
read as HTML (`mod/assign/feedback/comments`). Headers are in the language of the site.
"""

import html
import re
from collections.abc import Sequence

from autograder.errors import ExportError
from autograder.export.feedback import feedback_text
from autograder.export.fill import FilledColumn, fill_column, parse_number
from autograder.export.grade_column import GradeScale, format_number
from autograder.export.matching import SiteRow, match_rows, student_name
from autograder.export.request import ExportNote, export_note, note_about_people
from autograder.export.worksheet import Worksheet
from autograder.messages import catalogue
from autograder.output import cells
from autograder.results.record import StudentRecord

IDENTIFIER = ("Identifier", "Identificador")
NAME = ("Full name", "Nombre completo", "Nombre", "Nombre completo del usuario")
NUMBER = ("ID number", "Número de ID", "Número ID", "Numero de ID")
MAIL = (
    "Email address",
    "Dirección de correo",
    "Dirección de correo electrónico",
    "Dirección Email",
    "Dirección email",
    "Correo electrónico",
)
GRADE = ("Grade", "Calificación", "Nota")
TOP = ("Maximum grade", "Calificación máxima", "Puntuación máxima", "Nota máxima")
MODIFIED = ("Last modified (grade)", "Última modificación (calificación)", "Última modificación (nota)")
COMMENTS = (
    "Feedback comments",
    "Comentarios de retroalimentación",
    "Comentarios de la retroalimentación",
    "Comentarios de realimentación",
)


def fill_moodle_worksheet(
    sheet: Worksheet, records: Sequence[StudentRecord], scale: GradeScale
) -> tuple[bytes, tuple[ExportNote, ...]]:
    """Return the worksheet that Moodle exported with grades and, in its column for them, comments; and notes about it.

    Raises ExportError where it is no such worksheet, or lacks a column without which Moodle would not read it back.
    """
    identifier, grade, modified = (_required_column(sheet, names) for names in (IDENTIFIER, GRADE, MODIFIED))
    comments = sheet.column(COMMENTS)
    matches = match_rows(_site_rows(sheet, identifier), records)
    exact = {identifier, grade, modified, comments}
    filled = fill_column(sheet, grade, matches.records, scale, {*range(len(sheet.header))} - exact)
    if comments is not None:
        _write_comments(filled, comments, scale)
    notes = (
        scale.note(sheet.header[grade]),
        *(() if comments is not None else (export_note("export.no_comments", path=sheet.path),)),
        *_maximum_notes(sheet, filled, grade, scale),
        *matches.notes,
        *filled.notes,
    )
    return sheet.encode(filled.rows), notes


def _required_column(sheet: Worksheet, names: Sequence[str]) -> int:
    place = sheet.column(names)
    if place is None:
        raise ExportError("export.not_moodle", path=sheet.path, column=" / ".join(names[:2]))
    return place


def _site_rows(sheet: Worksheet, identifier: int) -> list[SiteRow]:
    number, mail, name = (sheet.column(names) for names in (NUMBER, MAIL, NAME))
    return [
        SiteRow(
            place,
            (re.sub(r"^\D+", "", row[identifier]), row[number] if number is not None else ""),
            row[mail] if mail is not None else "",
            row[name] if name is not None else "",
        )
        for place, row in enumerate(sheet.rows)
        if row and row[identifier].strip()
    ]


def _write_comments(filled: FilledColumn, column: int, scale: GradeScale) -> None:
    """Write our comment between two marker lines; what people wrote before and after them stays."""
    say = catalogue(scale.lab.language)
    begin, end = (html.escape(say(key), quote=False) for key in ("export.begin", "export.end"))
    for place, record in filled.graded.items():
        text = html.escape(cells.lines(feedback_text(record, scale.lab)), quote=False)
        ours = "<br>\n".join([begin, *text.split("\n"), end])
        before, begin_mark, rest = filled.rows[place][column].partition(begin)
        _, end_mark, after = rest.rpartition(end)  # the last one: what student code says may hold such a line too
        kept = before if begin_mark or not before.strip() else f"{before.rstrip()}<br>\n"
        filled.rows[place][column] = f"{kept}{ours}{after if end_mark else rest}"


def _maximum_notes(sheet: Worksheet, filled: FilledColumn, grade: int, scale: GradeScale) -> tuple[ExportNote, ...]:
    """Return notes where Moodle's maximum differs from ours, and on grades that Moodle will skip as above it."""
    column = sheet.column(TOP)
    if column is None:
        return ()
    tops = {place: parse_number(sheet.rows[place][column]) for place in filled.graded}
    above = [
        student_name(record)
        for place, record in filled.graded.items()
        if (top := tops[place]) is not None and float(filled.rows[place][grade]) > top
    ]
    theirs = sorted({top for top in tops.values() if top not in (None, scale.top)}, key=str)
    other = [
        export_note("export.other_top", site="Moodle", theirs=format_number(top), ours=format_number(scale.top))
        for top in theirs
    ]
    return (*other, *note_about_people("export.above", names=above))

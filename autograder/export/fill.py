"""Writes grades into one column of a site's CSV; cells without a grade, and words such as 'excused', stay."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autograder.export.grade_column import GradeScale
from autograder.export.matching import student_name
from autograder.export.request import ExportNote, note_about_people
from autograder.export.worksheet import Worksheet
from autograder.output.cells import safe
from autograder.results.record import StudentRecord

NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


@dataclass(frozen=True)
class FilledColumn:
    """Holds a site's rows with one column filled, the records that got a grade by row, and notes."""

    rows: list[list[str]]
    graded: Mapping[int, StudentRecord]
    notes: tuple[ExportNote, ...]


def fill_column(
    sheet: Worksheet, column: int, records: Mapping[int, StudentRecord], scale: GradeScale, shown: Collection[int]
) -> FilledColumn:
    """Write the grades of records, by row index, into a column; everything else stays as the site wrote it.

    Where there is no grade the cell stays, and so does a word in it (excused, not assigned), which is somebody's
    decision. `shown` are the columns that the site does not read back: formulas in them are made safe, the others come
    back exactly.
    """
    rows = [[safe(cell) if index in shown else cell for index, cell in enumerate(row)] for row in sheet.rows]
    for row in rows:
        if row and row[column].strip() in ("", "-"):
            row[column] = ""  # Moodle would read a dash as 0
    graded: dict[int, StudentRecord] = {}
    waiting: list[str] = []
    kept: list[str] = []
    replaced: list[str] = []
    for index, record in records.items():
        old, new = rows[index][column].strip(), scale.text(scale.of(record))
        if not new:
            waiting.append(student_name(record))
        elif not old or NUMBER.fullmatch(old):
            rows[index][column] = new
            graded[index] = record
            if old and parse_number(old) != parse_number(new):
                replaced.append(f"{student_name(record)}: {old} → {new}")
        if old and index not in graded:
            kept.append(f"{student_name(record)}: {old}")
    notes = (
        *note_about_people("export.waiting", names=waiting),
        *note_about_people("export.kept", names=kept),
        *note_about_people("export.replaced", names=replaced),
    )
    return FilledColumn(rows, graded, notes)


def parse_number(cell: str) -> float | None:
    """Return the number in a site's cell, with a point or a comma before its decimals; None where there is none."""
    whole, sign, decimals = cell.strip().replace(",", ".").rpartition(".")
    try:
        return float(whole.replace(".", "") + sign + decimals)
    except ValueError:
        return None

"""Writes the marks of a class as an Excel workbook; numbers are numbers, and no text becomes a formula."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # has no types

from autograder.export import csv_table
from autograder.lab.declaration import Lab
from autograder.messages import Catalogue, catalogue
from autograder.output import cells
from autograder.output.text import printable
from autograder.results.record import StudentRecord

LONGEST = 32_767  # characters that a cell holds
WIDEST = 48
QUESTIONS = ("question", "title", "kind", "top", "bonus", "known", "waiting", "mean")

Value = str | float | None


def workbook_bytes(records: Sequence[StudentRecord], lab: Lab) -> bytes:
    """Return a workbook with a sheet of marks, a row a record, and one of questions, in the lab's language."""
    say = catalogue(lab.language)
    book = openpyxl.Workbook()
    book.properties.creator = f"autograder {printable(lab.id)}"
    marks = book.active
    marks.title = say("export.sheet_marks")
    _fill(marks, [csv_table.csv_columns(lab), *csv_table.csv_rows(records, lab)])
    questions = book.create_sheet(say("export.sheet_questions"))
    _fill(questions, [[say(f"export.column_{name}") for name in QUESTIONS], *_questions(records, lab, say)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _questions(records: Sequence[StudentRecord], lab: Lab, say: Catalogue) -> Iterable[Sequence[Value]]:
    for question in lab.questions:
        graded = [record for record in records if record.total(lab) is not None]
        known = [points for record in graded if (points := record.points(question.id)) is not None]
        mean = round(sum(known) / len(known), 4) if known else None
        bonus = say("export.yes") if question.bonus else ""
        kind = say(f"export.kind_{question.kind}")
        sums = (len(known), len(graded) - len(known), mean)
        yield (question.id, question.title, kind, question.points, bonus, *sums)


def _fill(sheet: Any, rows: Iterable[Sequence[Value]]) -> None:
    """Write rows below a frozen header, in columns as wide as what they contain."""
    widths: dict[int, int] = {}
    for row_number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None and value != "":
                cell = sheet.cell(row_number, column)
                _write(cell, value)
                widths[column] = max(widths.get(column, 0), len(str(cell.value)))
                cell.font = openpyxl.styles.Font(bold=row_number == 1)
    for column, width in widths.items():
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = min(width, WIDEST) + 2
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def _write(cell: Any, value: str | float) -> None:
    """Write a value, declaring texts as texts: openpyxl would make a formula of "=1+1", and an error of "#N/A"."""
    if isinstance(value, str):
        text = printable(value)
        cell.value = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        cell.data_type = "s"
        cell.quotePrefix = cells.safe(text) != text  # it stays a text when somebody edits the cell
    else:
        cell.value = value

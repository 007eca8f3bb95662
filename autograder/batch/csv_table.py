"""Writes the table of a class as CSV, a line per submission; an unknown value is an empty cell, never 0."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.batch.result_files import FAULTS
from autograder.batch.row import Row
from autograder.output import cells
from autograder.output.files import utf8, write_over_earlier
from autograder.results.open_points import ClassOpenPoints, open_points
from autograder.results.scoring import TotalScore

HEAD = ("file", "id", "name", "rut", "email", "section", "student")
TOTALS = ("score", "max_score", "pending", "bonus", "mark", "mark_low", "mark_high", "open", "open_median")
DISAGREE = ("roster.names_disagree", "roster.says_another")  # then the notebook's RUT is somebody else's
TAIL = ("flags", "older", "error", "conflicts")


def write(rows: Sequence[Row], path: Path) -> None:
    """Write the table of a class to a file, as a whole or not at all; raises ExportError where that fails."""
    questions = list(dict.fromkeys(id for row in rows if row.result for id in row.result.questions))
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow([*HEAD, *TOTALS, *questions, *TAIL])
    middle = ClassOpenPoints.of(row.result for row in rows).median
    for row in rows:
        table.writerow([_cell(value) for value in _values(row, questions, middle)])
    write_over_earlier(path, utf8(file.getvalue()), FAULTS)


def rewrite(path: Path, points: Mapping[str, tuple[TotalScore, Mapping[str, object]]]) -> None:
    """Give the lines of some files in a table other points, by source; raises ExportError as `write`.

    These are the sums and the points of each question. A mark that waits for a decision about a file still does. A
    table that another program has saved in its own way stays as it is.
    """
    by_file = {cells.safe(source): found for source, found in points.items()}
    try:
        reader = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
        lines, head = list(reader), reader.fieldnames or ()
    except (UnicodeDecodeError, csv.Error):
        return
    if not {HEAD[0], *TOTALS} <= set(head):
        return
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, head)
    table.writeheader()
    for line in lines:
        found = by_file.get(line["file"])
        table.writerow(line if found is None or not line["score"] else line | _moved_cells(line, *found))
    write_over_earlier(path, utf8(file.getvalue()), FAULTS)


def _moved_cells(line: Mapping[str, str], total: TotalScore, scores: Mapping[str, object]) -> dict[str, object]:
    """The cells of a line that other points change."""
    waits = not line["mark"] and line["mark_low"] == line["mark_high"]
    low, high = total.mark_range
    sums = {"score": total.score, "pending": total.pending, "bonus": total.bonus, "mark_low": low, "mark_high": high}
    return {**sums, "mark": None if waits else total.mark, **{id: scores[id] for id in scores if id in line}}


def _values(row: Row, questions: Sequence[str], middle: float) -> list[object]:
    who, result, older = row.person, row.result, " ".join(row.older)
    doubts = " ".join(told.message for told in row.conflicts)
    head = [row.source, who.id, who.name]
    if result is None:
        empty = [None] * (1 + len(TOTALS) + len(questions) + 1)
        return [*head, who.rut, who.email, who.section, *empty, older, row.error, doubts]
    doubted = any(conflict.kind in DISAGREE for conflict in row.conflicts)
    rut = who.rut or (None if doubted else result.submission.rut)
    mark = None if any(conflict.held for conflict in row.conflicts) else result.mark
    totals = [result.score, result.max_score, result.pending, result.bonus, mark, *result.mark_range]
    totals += [open_points(result), middle]
    scores = [result.questions[id].score if id in result.questions else None for id in questions]
    keys = " ".join(sorted({flag.key for flag in result.flags}))
    who_else = [rut, who.email, who.section, result.submission.student]
    return [*head, *who_else, *totals, *scores, keys, older, row.error, doubts]


def _cell(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula, nor a terminal for an order."""
    return cells.safe(value) if isinstance(value, str) else value

"""One column of a site's file, filled."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autograder.export.matching import who
from autograder.export.note import Note, about
from autograder.export.scale import Scale
from autograder.export.worksheet import Worksheet
from autograder.output.cells import safe
from autograder.results.record import Standing

NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


@dataclass(frozen=True)
class Filled:
    """The rows of a site's file with one column filled, and which of them got a grade."""

    rows: list[list[str]]
    graded: Mapping[int, Standing]
    notes: tuple[Note, ...]


def fill(sheet: Worksheet, column: int, people: Mapping[int, Standing], scale: Scale, shown: Collection[int]) -> Filled:
    """Write the grades of people, by row, into a column; everything else stays as the site wrote it.

    Where there is no grade, the cell stays: empty where it was, and else what the site has. A word in it (excused, not
    assigned) is somebody's decision and stays too. `shown` are the columns that the site does not read back: their
    texts are made safe, the others come back exactly.
    """
    rows = [[safe(cell) if place in shown else cell for place, cell in enumerate(row)] for row in sheet.rows]
    for row in rows:
        if row and row[column].strip() in ("", "-"):
            row[column] = ""  # Moodle would read a dash as 0
    graded: dict[int, Standing] = {}
    waiting: list[str] = []
    kept: list[str] = []
    replaced: list[str] = []
    for place, standing in people.items():
        old, new = rows[place][column].strip(), scale.text(scale.of(standing))
        if not new:
            waiting.append(who(standing))
        elif not old or NUMBER.fullmatch(old):
            rows[place][column] = new
            graded[place] = standing
            if old and amount(old) != amount(new):
                replaced.append(f"{who(standing)}: {old} → {new}")
        if old and place not in graded:
            kept.append(f"{who(standing)}: {old}")
    notes = (
        *about("export.waiting", names=waiting),
        *about("export.kept", names=kept),
        *about("export.replaced", names=replaced),
    )
    return Filled(rows, graded, notes)


def amount(cell: str) -> float | None:
    """The number in a site's cell, with a point or a comma before its decimals; None where there is none."""
    whole, sign, decimals = cell.strip().replace(",", ".").rpartition(".")
    try:
        return float(whole.replace(".", "") + sign + decimals)
    except ValueError:
        return None

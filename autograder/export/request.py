"""What somebody who exports asks for."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    """Who is to read the file."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    NBGRADER = "nbgrader"
    XLSX = "xlsx"


class Unit(StrEnum):
    """What a grade is counted in."""

    POINTS = "points"
    MARK = "mark"


@dataclass(frozen=True)
class Wish:
    """A format, and what was given of what else a site needs.

    `template` is the file that the site exported; `assignment` the name and id of Canvas's column.
    """

    format: Format
    unit: Unit | None = None
    template: Path | None = None
    assignment: str | None = None

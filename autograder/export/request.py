"""Defines the options of one export, and the notes about it for the person who exports."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.messages import Catalogue
from autograder.output.text import printable


class ExportFormat(StrEnum):
    """Names the format of the file: the course site or the kind of table."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    NBGRADER = "nbgrader"
    XLSX = "xlsx"


class GradeUnit(StrEnum):
    """Names the unit of a grade: points, or the mark."""

    POINTS = "points"
    MARK = "mark"


@dataclass(frozen=True)
class ExportRequest:
    """Holds the options of one export: its format, and what else a site needs.

    `template` is the file that the site exported; `assignment` the name and id of Canvas's column.
    """

    format: ExportFormat
    unit: GradeUnit | None = None
    template: Path | None = None
    assignment: str | None = None


@dataclass(frozen=True)
class ExportNote:
    """Holds one line for the person who exports: a message of the catalogue and its values."""

    key: str
    values: tuple[tuple[str, object], ...]

    def render(self, say: Catalogue) -> str:
        """Return the line in a language; values from outside are made printable, so that no terminal obeys them."""
        return say(
            self.key, **{name: printable(value) if isinstance(value, str) else value for name, value in self.values}
        )


def export_note(key: str, /, **values: object) -> ExportNote:
    """Return a note of a message and its values."""
    return ExportNote(key, tuple(values.items()))


def note_about_people(key: str, names: Iterable[str]) -> tuple[ExportNote, ...]:
    """Return one note with several people's names and their number; none where there is nobody."""
    listed = list(names)
    return (export_note(key, names=f"{'; '.join(listed)} ({len(listed)})"),) if listed else ()

"""What somebody who exports asks for, and the lines that tell them what they must know of the files written."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.messages import Catalogue
from autograder.output.text import printable


class ExportFormat(StrEnum):
    """Who is to read the file."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"
    GRADESCOPE = "gradescope"
    NBGRADER = "nbgrader"
    XLSX = "xlsx"


class GradeUnit(StrEnum):
    """What a grade is counted in."""

    POINTS = "points"
    MARK = "mark"


@dataclass(frozen=True)
class ExportRequest:
    """A format, and what was given of what else a site needs.

    `template` is the file that the site exported; `assignment` the name and id of Canvas's column.
    """

    format: ExportFormat
    unit: GradeUnit | None = None
    template: Path | None = None
    assignment: str | None = None


@dataclass(frozen=True)
class ExportNote:
    """One line for the person who exports: a message of the catalogue and its values."""

    key: str
    values: tuple[tuple[str, object], ...]

    def render(self, say: Catalogue) -> str:
        """Say it; what came from outside is shown as text, and orders a terminal nothing."""
        return say(
            self.key, **{name: printable(value) if isinstance(value, str) else value for name, value in self.values}
        )


def export_note(key: str, /, **values: object) -> ExportNote:
    """Make a note of a message and its values."""
    return ExportNote(key, tuple(values.items()))


def note_about_people(key: str, names: Iterable[str]) -> tuple[ExportNote, ...]:
    """One note of several people, by name, and how many; none where there is nobody."""
    listed = list(names)
    return (export_note(key, names=f"{'; '.join(listed)} ({len(listed)})"),) if listed else ()

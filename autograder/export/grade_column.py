"""Computes the grade for the one column that a course site has for a lab: points, or the mark."""

from dataclasses import dataclass

from autograder.export.request import ExportNote, GradeUnit, export_note
from autograder.lab.declaration import Lab
from autograder.results.record import StudentRecord


@dataclass(frozen=True)
class GradeScale:
    """Converts the records of a lab to the grades that a site is given.

    Points are those that count: bonus points do only up to the top of the lab's scale, as they do in the mark. The mark
    is `scoring.mark`: one decimal, halves upwards.
    """

    lab: Lab
    unit: GradeUnit

    @property
    def top(self) -> float:
        """Return the points possible; a bonus may take grades above it where the lab's scale does."""
        return round(self.lab.max_score, 4) if self.unit is GradeUnit.POINTS else self.lab.mark.top

    def of(self, record: StudentRecord) -> float | None:
        """Return a record's grade; None while anything that could still change it waits for a person."""
        total = record.total(self.lab)
        if total is None:
            return None
        if self.unit is GradeUnit.MARK:
            return total.mark
        ceiling = max(self.lab.max_score, self.lab.mark.top - self.lab.mark.base)
        low = total.score + total.bonus
        high = low + total.pending + total.bonus_pending
        return round(min(low, ceiling), 4) if min(low, ceiling) == min(high, ceiling) else None

    def note(self, column: str) -> ExportNote:
        """Return a note for the person who exports: what a column is filled with, and its maximum."""
        return export_note(f"export.in_{self.unit}", column=column, top=format_number(self.top))

    def text(self, grade: float | None) -> str:
        """Return a grade as a cell; one that is not known is an empty cell, never 0."""
        if grade is None:
            return ""
        return f"{grade:.1f}" if self.unit is GradeUnit.MARK else format_number(grade)


def format_number(value: float | None) -> str:
    """Return a number as a cell, with a point and at most four decimals; empty where it is None."""
    if value is None:
        return ""
    plain = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain

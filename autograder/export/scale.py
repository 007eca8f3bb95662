"""What goes into the one column that a course site has for a lab: points, or the mark."""

from dataclasses import dataclass

from autograder.export.note import Note, note
from autograder.export.request import Unit
from autograder.lab.declaration import Lab
from autograder.results.record import Standing


@dataclass(frozen=True)
class Scale:
    """The scale on which a site is told the grades of a lab.

    Points are those that count: bonus points do only up to the top of the lab's scale, as they do in the mark. The mark
    is `scoring.mark`: one decimal, halves upwards.
    """

    lab: Lab
    unit: Unit

    @property
    def top(self) -> float:
        """What the site calls the points possible; a bonus may take points above it where the lab's scale does."""
        return round(self.lab.max_score, 4) if self.unit is Unit.POINTS else self.lab.mark.top

    def of(self, standing: Standing) -> float | None:
        """A standing's grade; None while anything that could still change it waits for a person."""
        total = standing.total(self.lab)
        if total is None:
            return None
        if self.unit is Unit.MARK:
            return total.mark
        ceiling = max(self.lab.max_score, self.lab.mark.top - self.lab.mark.base)
        low = total.score + total.bonus
        high = low + total.pending + total.bonus_pending
        return round(min(low, ceiling), 4) if min(low, ceiling) == min(high, ceiling) else None

    def note(self, column: str) -> Note:
        """What a column is filled with, for the person who exports."""
        return note(f"export.in_{self.unit}", column=column, top=number(self.top))

    def text(self, grade: float | None) -> str:
        """A grade as a cell; one that is not known is an empty cell, never 0."""
        if grade is None:
            return ""
        return f"{grade:.1f}" if self.unit is Unit.MARK else number(grade)


def number(value: float | None) -> str:
    """A number as a cell, with a point and no more decimals than it has; empty where it is not known."""
    if value is None:
        return ""
    plain = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain

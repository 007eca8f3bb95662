"""The points that checks could not decide, and who has more of them than the class."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from autograder.output.text import format_points
from autograder.results.result import Result

MORE = "↑"  # marks who has more open points than the class's median


def open_points(result: Result | None) -> float:
    """Return the points of the checks that came to no verdict; answers that a person reads anyway are not counted."""
    if result is None:
        return 0.0
    waiting = (
        check.points for answered in result.questions.values() for check in answered.checks if check.score is None
    )
    return round(sum(waiting), 4)


@dataclass(frozen=True)
class ClassOpenPoints:
    """The median of a class's open points, beside which each submission is shown, and the most that one has."""

    median: float
    most: float

    @classmethod
    def of(cls, results: Iterable[Result | None]) -> "ClassOpenPoints":
        """Return those of a class; what was not graded is not counted."""
        found = [open_points(result) for result in results if result is not None]
        return cls(round(median(found), 4), max(found)) if found else cls(0.0, 0.0)

    def text(self, result: Result | None) -> str:
        """Return the open points of a submission as text, marked where they are more than the median; "" for none."""
        points = open_points(result)
        return f"{format_points(points)}{f' {MORE}' if points > self.median else ''}" if points else ""

"""What mistakes cost: `[rubric]` in `lab.toml` says which part of a question's points each severity takes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from autograder.lab.question import STRICT, Question

Share = Annotated[float, Field(ge=0, le=1)]


class Severity(StrEnum):
    """How grave a mistake is, the lightest first."""

    SLIGHT = "slight"
    PARTIAL = "partial"
    SERIOUS = "serious"
    WHOLE = "whole"


Price = Severity | float  # a severity, or points


@dataclass(frozen=True)
class Rubric:
    """The part of a question's points that a mistake of each severity costs, from 0 to 1.

    `unexplained` says who decides where a check failed that no named mistake explains: the sum of the "checks", or a
    person ("manual").
    """

    __pydantic_config__ = STRICT

    slight: Share = 0.1
    partial: Share = 0.3
    serious: Share = 0.6
    whole: Share = 1.0
    unexplained: Literal["checks", "manual"] = "checks"

    def __post_init__(self) -> None:
        """Raise ValueError where a severity costs more than a graver one."""
        shares = [getattr(self, severity) for severity in Severity]
        if shares != sorted(shares):
            raise ValueError("slight <= partial <= serious <= whole must hold")

    def points(self, price: Price, question: Question) -> float:
        """Return how many of the points of a question's checks a price takes, at most all of them."""
        top = question.points_of_checks
        share = getattr(self, price) * top if isinstance(price, Severity) else price
        return round(min(share, top), 4)

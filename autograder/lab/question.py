"""One question of a lab, as `lab.toml` declares it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", strict=False)

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]


@dataclass(frozen=True)
class Question:
    """One question of the lab and what its answer must define or train.

    `checked_points` are those of a question of kind "both" that its checks decide; without them a person gives all of
    its points. `visibility` says when students see its points and results on a site such as Gradescope, in the terms of
    Gradescope.
    """

    __pydantic_config__ = STRICT

    id: str
    title: str
    kind: Literal["code", "written", "both"]
    points: float
    bonus: bool = False
    defines: tuple[str, ...] = ()
    trains: tuple[str, ...] = ()
    visibility: Visibility = "visible"
    checked_points: float | None = None

    @property
    def checked(self) -> bool:
        """Return whether hidden checks judge the answer or part of it."""
        return self.kind != "written"

    @property
    def points_of_checks(self) -> float:
        """Return the points that the checks of the question are worth together."""
        return self.points if self.checked_points is None else self.checked_points

    @property
    def manual(self) -> bool:
        """Return whether a person must read the answer or part of it."""
        return self.kind != "code"

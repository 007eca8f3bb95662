"""One question of a lab, as `lab.toml` declares it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid", strict=False)

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]


@dataclass(frozen=True)
class Question:
    """One question of the lab and what its answer must define or train.

    `visibility` says when students see its points and results on a site such as Gradescope, in Gradescope's terms.
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

    @property
    def checked(self) -> bool:
        """Return whether hidden checks judge the answer or part of it."""
        return self.kind != "written"

    @property
    def manual(self) -> bool:
        """Return whether a person must read the answer or part of it."""
        return self.kind != "code"

"""What was found when this machine was looked at, as data: the catalogue has the words."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What a finding means: `less` is no reason not to grade, but not all that could be had."""

    FINE = "fine"
    LESS = "less"
    BAD = "bad"


@dataclass(frozen=True)
class Line:
    """A message of the catalogue with its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `topic` names it, `detail` says what was seen, `remedy` what to do about it."""

    topic: str
    state: State
    detail: Line
    remedy: Line | None = None


def line(key: str, /, **values: object) -> Line:
    """A message with its values given by name."""
    return Line(key, values)

"""What was found when this machine was looked at, as data: the catalogue has the words."""

from dataclasses import dataclass, field
from enum import StrEnum


class FindingState(StrEnum):
    """Whether a finding is fine, less than could be had but enough for grading, or bad."""

    FINE = "fine"
    LESS = "less"
    BAD = "bad"


@dataclass(frozen=True)
class DoctorMessage:
    """The key of a message of the catalogue, with its values."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `topic` names it, `detail` says what was seen, `remedy` what to do about it."""

    topic: str
    state: FindingState
    detail: DoctorMessage
    remedy: DoctorMessage | None = None


def doctor_message(key: str, /, **values: object) -> DoctorMessage:
    """Return a message with its values given by name."""
    return DoctorMessage(key, values)

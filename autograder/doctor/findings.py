"""What an examination of this machine found, as data; the message catalogue holds the text."""

from dataclasses import dataclass, field
from enum import StrEnum


class FindingState(StrEnum):
    """Whether a finding is fine, could be better but suffices for grading, or is bad."""

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
    """One part that was examined: `topic` names it, `detail` says what was found, `remedy` what to do about it."""

    topic: str
    state: FindingState
    detail: DoctorMessage
    remedy: DoctorMessage | None = None


def doctor_message(key: str, /, **values: object) -> DoctorMessage:
    """Return a message with its values given by name."""
    return DoctorMessage(key, values)

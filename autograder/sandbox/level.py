"""The levels of isolation between student code and the machine that grades it."""

from enum import StrEnum


class Level(StrEnum):
    """A level of isolation, strongest first; docs/isolation.md says what each of them keeps out."""

    GROUPED = "namespaces+cgroup"
    NAMESPACES = "namespaces"
    WEAK = "weak"
    USER = "user"
    NONE = "none"

    @property
    def key(self) -> str:
        """The level's key in the message catalogue, where a plus sign cannot stand."""
        return "grouped" if self is Level.GROUPED else self.value

    @property
    def has_namespaces(self) -> bool:
        """Whether student code has files, processes and a network of its own: what a class needs."""
        return self in (Level.GROUPED, Level.NAMESPACES)

"""The levels of isolation between student code and the machine that grades it."""

from enum import StrEnum


class Level(StrEnum):
    """A level of isolation, strongest first; docs/isolation.md says what each level protects against."""

    GROUPED = "namespaces+cgroup"
    NAMESPACES = "namespaces"
    WEAK = "weak"
    USER = "user"
    NONE = "none"

    @property
    def key(self) -> str:
        """Return the level's key in the message catalogue, where a plus sign is not allowed."""
        return "grouped" if self is Level.GROUPED else self.value

    @property
    def has_namespaces(self) -> bool:
        """Return whether student code has its own files, processes and network, as grading a whole class requires."""
        return self in (Level.GROUPED, Level.NAMESPACES)

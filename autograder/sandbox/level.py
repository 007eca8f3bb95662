"""How far student code is kept apart from everything else."""

from enum import StrEnum


class Level(StrEnum):
    """What stands between student code and the machine, strongest first; docs/isolation.md says what each keeps out."""

    GROUPED = "namespaces+cgroup"
    NAMESPACES = "namespaces"
    WEAK = "weak"
    USER = "user"
    NONE = "none"

    @property
    def key(self) -> str:
        """Its name among the messages, where a plus cannot stand."""
        return "grouped" if self is Level.GROUPED else self.value

    @property
    def boxed(self) -> bool:
        """Whether student code has files, processes and a network of its own: what a class needs."""
        return self in (Level.GROUPED, Level.NAMESPACES)

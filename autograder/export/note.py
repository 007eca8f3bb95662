"""What the person who exports must know: nothing is left out, kept or replaced without a line."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.messages import Catalogue
from autograder.output.text import printable


@dataclass(frozen=True)
class Note:
    """One line for the person who exports: a message of the catalogue and its values."""

    key: str
    values: tuple[tuple[str, object], ...]

    def render(self, say: Catalogue) -> str:
        """Say it; what came from outside is shown as text, and orders a terminal nothing."""
        return say(
            self.key, **{name: printable(value) if isinstance(value, str) else value for name, value in self.values}
        )


def note(key: str, /, **values: object) -> Note:
    """Make a note of a message and its values."""
    return Note(key, tuple(values.items()))


def about(key: str, names: Iterable[str]) -> tuple[Note, ...]:
    """One note of several people, by name, and how many; none where there is nobody."""
    listed = list(names)
    return (note(key, names=f"{'; '.join(listed)} ({len(listed)})"),) if listed else ()

"""The grader's own source that was sent to the student's process, and what came back of it in a text."""

import re
from collections.abc import Iterable

SHORTEST = 24  # characters of a line; shorter ones say nothing
SPACE = re.compile(r"(?:\s|\\[nrt])+")


class SentSources:
    """The lines of what was sent; student code that looks for them may put them into its errors, names and answers."""

    def __init__(self) -> None:
        self.lines: set[str] = set()

    def add(self, source: str) -> None:
        """Remember a text that is sent."""
        found = (SPACE.sub(" ", line).strip() for line in source.splitlines())
        self.lines |= {line for line in found if len(line) >= SHORTEST}

    def reached(self, text: str, own: Iterable[str]) -> bool:
        """Return whether a text holds a line of what was sent that does not stand in the student's `own` sources."""
        flat = SPACE.sub(" ", text)
        held = [line for line in self.lines if line in flat]
        return bool(held) and not _all_in(held, " ".join(SPACE.sub(" ", source) for source in own))


def _all_in(lines: Iterable[str], text: str) -> bool:
    return all(line in text for line in lines)

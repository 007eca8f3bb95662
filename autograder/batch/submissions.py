"""The submissions of a class before they are graded: read, identified, and named apart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from autograder.batch.row import Row
from autograder.errors import AutograderError, SubmissionError
from autograder.intake.entry import Entry
from autograder.lab.declaration import Lab
from autograder.notebook import submission
from autograder.notebook.submission import parse_notebook
from autograder.people.identity import Identity, identify
from autograder.people.person import Person
from autograder.results.result import Result


@dataclass(frozen=True)
class Item:
    """A submission of a class, read but not run: its entry, the name of its folder, and its digest.

    `identity` is what it says of its author, and `error` why it cannot be graded.
    """

    entry: Entry
    name: str
    sha256: str = ""
    identity: Identity | None = None
    error: str = ""


def read_items(entries: Sequence[Entry], lab: Lab, language: str) -> list[Item]:
    """Read what came in, in order; what cannot be read is an item that says why."""
    return [_item(entry, name, lab, language) for entry, name in zip(entries, folder_names(entries), strict=True)]


def _item(entry: Entry, name: str, lab: Lab, language: str) -> Item:
    try:
        if entry.fault is not None or entry.path is None:
            raise entry.fault or SubmissionError("batch.nothing", source=entry.source)
        read = parse_notebook(Path(entry.source), entry.path.read_bytes())
    except AutograderError as fault:
        return Item(entry, name, error=fault.render(language))
    except OSError as fault:
        unread = SubmissionError("submission.unreadable", path=entry.source, fault=fault.strerror)
        return Item(entry, name, error=unread.render(language))
    return Item(entry, name, read.sha256, identify(read, lab.student))


def assign_people(items: Sequence[Item], people: Mapping[str, Person]) -> list[Item]:
    """The same items with the people whose they are, by source; who is known by a roster gives a folder its name."""
    entries = [replace(item.entry, owner=people.get(item.entry.source, item.entry.owner)) for item in items]
    named = zip(items, entries, folder_names(entries), strict=True)
    return [replace(item, entry=entry, name=name) for item, entry, name in named]


def folder_names(entries: Sequence[Entry]) -> list[str]:
    """A folder name for each submission, no two alike.

    It is the author's where the course site tells of one, and else the file's own; where that is not enough, the whole
    place, and at last a number behind. So a submission keeps its name when others come in later.
    """
    own = [_own_name(entry) for entry in entries]
    full = [submission.safe_name(entry.source.replace("/", "-")) for entry in entries]
    alike = Counter(name.casefold() for name in own)  # some file systems do not tell A from a
    wanted = [short if alike[short.casefold()] == 1 else long for short, long in zip(own, full, strict=True)]
    taken: set[str] = set()
    return [_free(name, taken) for name in wanted]


def _own_name(entry: Entry) -> str:
    owner = f"{entry.owner.name} {entry.owner.id}".strip()
    return submission.safe_name(owner or Path(entry.source).stem)


def _free(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    free = next(candidate for candidate in numbered if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return free


def row_of(item: Item, result: Result | None, error: str = "", time: datetime | None = None) -> Row:
    """The row of an item that was graded at a time, or just now."""
    entry, when = item.entry, time or datetime.now(UTC)
    return Row(entry.source, item.name, result, error or item.error, entry.owner, entry.older, when)

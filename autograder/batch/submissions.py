"""Reads the submissions of a class before grading, finds their authors, and gives each a folder name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from autograder.batch.row import Row
from autograder.errors import AutograderError, SubmissionError
from autograder.intake.entry import Entry
from autograder.intake.own_files import own_files_of
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
    """Read all submissions, in order; one that cannot be read becomes an item with an `error`."""
    return [_item(entry, name, lab, language) for entry, name in zip(entries, folder_names(entries), strict=True)]


def _item(entry: Entry, name: str, lab: Lab, language: str) -> Item:
    try:
        if entry.fault is not None or entry.path is None:
            raise entry.fault or SubmissionError("batch.nothing", source=entry.source)
        read = parse_notebook(Path(entry.source), entry.path.read_bytes(), own_files_of(entry))
    except AutograderError as fault:
        return Item(entry, name, error=fault.render(language))
    except OSError as fault:
        unread = SubmissionError("submission.unreadable", path=entry.source, fault=fault.strerror)
        return Item(entry, name, error=unread.render(language))
    return Item(entry, name, read.sha256, identify(read, lab.student))


def assign_people(items: Sequence[Item], people: Mapping[str, Person]) -> list[Item]:
    """Return the items with their authors, given by source; an author from a roster also names the folder."""
    entries = [replace(item.entry, owner=people.get(item.entry.source, item.entry.owner)) for item in items]
    named = zip(items, entries, folder_names(entries), strict=True)
    return [replace(item, entry=entry, name=name) for item, entry, name in named]


def folder_names(entries: Sequence[Entry]) -> list[str]:
    """Return a different folder name for each submission.

    It is the author's name if the course site gives one, else the file's; if that is ambiguous, the whole path, and
    finally a number is added. So a submission keeps its name when others come in later.
    """
    own_names = [_own_name(entry) for entry in entries]
    full = [submission.safe_name(entry.source.replace("/", "-")) for entry in entries]
    counts = Counter(name.casefold() for name in own_names)  # some file systems do not tell A from a
    names = [short if counts[short.casefold()] == 1 else long for short, long in zip(own_names, full, strict=True)]
    taken: set[str] = set()
    return [_free(name, taken) for name in names]


def _own_name(entry: Entry) -> str:
    owner = f"{entry.owner.name} {entry.owner.id}".strip()
    return submission.safe_name(owner or Path(entry.source).stem)


def _free(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    free = next(candidate for candidate in numbered if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return free


def row_of(item: Item, result: Result | None, error: str = "", time: datetime | None = None) -> Row:
    """Return the row of an item that was graded at `time`, by default now."""
    entry, when = item.entry, time or datetime.now(UTC)
    return Row(entry.source, item.name, result, error or item.error, entry.owner, entry.older, when)

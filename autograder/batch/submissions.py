"""The submissions of a class before grading: what was read of each, their authors, and a folder name for each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from autograder.batch.row import Row
from autograder.errors import SubmissionError
from autograder.intake.entry import Entry
from autograder.intake.own_files import with_own_files
from autograder.notebook import submission
from autograder.people.conflicts import Claim
from autograder.people.identity import Identity
from autograder.people.person import NOBODY, Person
from autograder.results.result import OwnerConflict, Result


@dataclass(frozen=True)
class Item:
    """A submission of a class, read but not run: its entry, the name of its folder, and its digest.

    The digest covers the files beside the notebook, which are read again when its turn comes. `error` says why the
    submission cannot be graded, `conflicts` whose else it may be.
    """

    entry: Entry
    name: str
    sha256: str = ""
    error: str = ""
    conflicts: tuple[OwnerConflict, ...] = ()

    @property
    def claim(self) -> Claim:
        """What says whose it is."""
        entry = self.entry
        folders = tuple(entry.source.split("/")[1:-1])
        whose = (entry.owner, entry.sure, entry.named, self.identity)
        return Claim(entry.source, *whose, self.sha256, entry.rivals, entry.partners, folders)

    @property
    def people(self) -> tuple[Person, ...]:
        """Return whose it is, a group's partners too; nobody of whom nothing is known."""
        return tuple(person for person in (self.entry.owner, *self.entry.partners) if person != NOBODY)

    @property
    def identity(self) -> Identity | None:
        """What the notebook says of its author."""
        return self.entry.read.identity


def class_items(entries: Sequence[Entry], language: str) -> list[Item]:
    """Return all submissions, in order; one that could not be read becomes an item with an `error`."""
    return [_item(entry, name, language) for entry, name in zip(entries, folder_names(entries), strict=True)]


def _item(entry: Entry, name: str, language: str) -> Item:
    fault = entry.fault or entry.read.fault
    if fault is not None or entry.read.submission is None:
        fault = fault or SubmissionError("batch.nothing", source=entry.source)
        return Item(entry, name, error=fault.render(language))
    return Item(entry, name, with_own_files(entry.read.submission, entry).sha256)


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
    told = (entry.owner, entry.older, when, entry.partners, item.conflicts)
    return Row(entry.source, item.name, result, error or item.error, *told)

"""A class of submissions, graded many at a time; each result is kept the moment it is there."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count, takewhile
from pathlib import Path

from autograder.batch.row import Row
from autograder.errors import AutograderError, SubmissionError
from autograder.grading.task import Order, Run, Task, carry_out
from autograder.grading.workers import each
from autograder.intake.entry import Entry
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.notebook import submission
from autograder.notebook.submission import parse_notebook
from autograder.people.identity import Identity, identify
from autograder.people.person import Person
from autograder.results.result import Result, parse_result, write_result


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


def items(entries: Sequence[Entry], lab: Lab, language: str) -> list[Item]:
    """Read what came in, in order; what cannot be read is an item that says why."""
    return [_item(entry, name, lab, language) for entry, name in zip(entries, names(entries), strict=True)]


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


def assigned(listed: Sequence[Item], people: Mapping[str, Person]) -> list[Item]:
    """The same items with the people whose they are, by source; who is known by a roster gives a folder its name."""
    entries = [replace(item.entry, owner=people.get(item.entry.source, item.entry.owner)) for item in listed]
    named = zip(listed, entries, names(entries), strict=True)
    return [replace(item, entry=entry, name=name) for item, entry, name in named]


def names(entries: Sequence[Entry]) -> list[str]:
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


@dataclass(frozen=True)
class Class:
    """A class of submissions before it is graded: the rows that are settled, and what is to do."""

    settled: tuple[Row, ...]
    waiting: tuple[Item, ...]


def survey(listed: Sequence[Item], out: Path, decided_by: str, again: bool = False) -> Class:
    """Find what is to be graded: all that can be read and has no result of this very submission and fingerprint.

    With `again`, results of earlier rounds do not count.
    """
    found = {item: None if again or item.error else _kept(item, out, decided_by) for item in listed}
    settled = [_settled(item, result, out) for item, result in found.items() if result is not None or item.error]
    waiting = [item for item, result in found.items() if result is None and not item.error]
    return Class(tuple(settled), tuple(waiting))


def _kept(item: Item, out: Path, decided_by: str) -> Result | None:
    try:
        result = parse_result(_place(item, out).read_bytes())
    except OSError:
        return None
    if result is None or (result.submission.sha256, result.environment.fingerprint) != (item.sha256, decided_by):
        return None
    return result


def here(order: Order, jobs: int) -> Run:
    """Grade on this machine, in `jobs` processes; with one job, in this very process."""
    if jobs == 1:
        return lambda tasks, wanted: ((task, carry_out(order, task)) for task in takewhile(lambda _: wanted(), tasks))
    return lambda tasks, wanted: each(partial(carry_out, order), tasks, jobs, wanted)


def graded(
    waiting: Sequence[Item], run: Run, out: Path, language: str, wanted: Callable[[], bool] = lambda: True
) -> Iterator[Row]:
    """Grade items, and write each result; rows come as they are done.

    No further ones are begun once `wanted` says no.
    """
    by_name = {item.name: item for item in waiting}
    for task, reply in run(_tasks(waiting), wanted):
        item = by_name[task.name]
        result = parse_result(reply.result) if reply else None
        if result is not None:
            write_result(result, out / item.name)
        yield row(item, result, reply.error if reply else catalogue(language)("batch.worker_died"))


def row(item: Item, result: Result | None, error: str = "", time: datetime | None = None) -> Row:
    """The row of an item that was graded at a time, or just now."""
    entry, when = item.entry, time or datetime.now(UTC)
    return Row(entry.source, item.name, result, error or item.error, entry.owner, entry.older, when)


def _settled(item: Item, result: Result | None, out: Path) -> Row:
    when = datetime.fromtimestamp(_place(item, out).stat().st_mtime, UTC) if result is not None else None
    return row(item, result, time=when)


def _place(item: Item, out: Path) -> Path:
    return out / item.name / "result.json"


def _tasks(waiting: Sequence[Item]) -> Iterator[Task]:
    for item in waiting:
        if (path := item.entry.path) is not None:
            yield Task(item.name, Path(item.entry.source).name, _bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it was there when the class was read; an empty file is refused as one
        return b""

"""What a class has handed in: everything behind some paths, as entries."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from autograder import tempdirs
from autograder.errors import SubmissionError
from autograder.intake.candidates import Reader
from autograder.intake.entry import Entry
from autograder.intake.file import File
from autograder.intake.holding import Holding
from autograder.intake.layout import holdings
from autograder.intake.limits import Limits
from autograder.intake.site_exports import canvas
from autograder.intake.tree import Folder, grow
from autograder.intake.versions import Chooser
from autograder.intake.walk import walk
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY

ALL = Limits()


@contextmanager
def collected(paths: Sequence[Path], lab: Lab, limits: Limits = ALL) -> Iterator[tuple[Entry, ...]]:
    """The entries behind some paths (files, folders, archives), sorted by source, no two sources alike.

    What had to be unpacked is gone when the block ends. Raises SubmissionError where a path does not exist, or holds
    nothing that could be a submission; whatever else is wrong is the fault of an entry.
    """
    scratch = tempdirs.create()
    try:
        for place in ("unpacked", "made"):
            (scratch / place).mkdir()
        chooser = Chooser(Reader(lab, scratch / "made", count()))
        found: list[Entry] = []
        loose: list[File] = []
        for root in grow(walk(paths, scratch / "unpacked", limits)):
            if isinstance(root, File):
                loose.append(root)
                continue
            entries = [entry for holding in holdings(root) for entry in chooser.entries(holding)]
            if not entries:
                raise SubmissionError("submission.no_notebooks", folder="/".join(root.parts))
            found += entries
        found += [entry for holding in _given(loose) for entry in chooser.entries(holding)]
        yield _told_apart(found)
    finally:
        tempdirs.delete(scratch)


def _given(files: Sequence[File]) -> Iterator[Holding]:
    """The holdings of files that were given by name: each by itself, unless they are named as Canvas names them."""
    found = canvas(Folder(("",), tuple(files)))
    claimed = {file.place for holding in found for file in holding.files}
    yield from found
    yield from (Holding(NOBODY, file.source, (file,)) for file in files if file.place not in claimed)


def _told_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries in order, those of one source numbered: archives may hold a name twice, and two may share a file."""
    taken: set[str] = set()
    found = []
    for entry in sorted(entries, key=lambda entry: (entry.source.casefold(), entry.source, entry.owner)):
        names = (entry.source if number == 1 else f"{entry.source} [{number}]" for number in count(1))
        free = next(name for name in names if name not in taken)
        taken.add(free)
        found.append(replace(entry, source=free))
    return tuple(found)

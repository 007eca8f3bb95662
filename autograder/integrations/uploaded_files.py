"""What one student has handed in: the notebook that is to be graded.

The site knows whose all of it is, so that nothing has to be told apart by names. A student who handed in two notebooks
can hand in again: which of them counts is not guessed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePosixPath

from autograder import tempdirs
from autograder.errors import SubmissionError
from autograder.intake.candidates import Reader
from autograder.intake.copies import original
from autograder.intake.entry import Entry
from autograder.intake.holding import Holding
from autograder.intake.limits import Limits
from autograder.intake.versions import Chooser
from autograder.intake.walk import walk
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY

ALL = Limits()


@contextmanager
def handed_in(path: Path, lab: Lab, limits: Limits = ALL) -> Iterator[Entry]:
    """The entry of what lies behind a path, a folder or a file: notebooks, scripts and archives, as a class hands in.

    Of copies of one name the last counts. What had to be unpacked is gone when the block ends. Raises SubmissionError
    where there is nothing to grade, or more than one thing.
    """
    scratch = tempdirs.create()
    try:
        for place in ("unpacked", "made"):
            (scratch / place).mkdir()
        files = tuple(file for file in walk([path], scratch / "unpacked", limits) if file.parts[-1])
        chooser = Chooser(Reader(lab, scratch / "made", count()))
        (entry,) = chooser.entries(Holding(NOBODY, path.name, files, sure=True))
        if entry.fault is not None:
            raise entry.fault
        if several := [source for source in entry.older if not _copies(source, entry.source)]:
            raise SubmissionError("bundle.several", names=", ".join(sorted([entry.source, *several])))
        yield entry
    finally:
        tempdirs.delete(scratch)


def _copies(one: str, other: str) -> bool:
    """Whether two files lie in one folder and have one name, but for the marks of copies."""
    a, b = PurePosixPath(one), PurePosixPath(other)
    return a.parent == b.parent and original(a.stem)[0] == original(b.stem)[0]

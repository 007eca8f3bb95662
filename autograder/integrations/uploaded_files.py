"""Chooses the notebook to grade among the files that one student uploaded.

The site knows whose all of it is, so that nothing has to be told apart by names. A student who handed in two notebooks
can hand in again: which of them counts is not guessed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from autograder import tempdirs
from autograder.errors import SubmissionError
from autograder.intake.archive import UnpackLimits
from autograder.intake.candidates import files_to_read, read_candidates
from autograder.intake.entry import Entry
from autograder.intake.filenames import strip_copy_marks
from autograder.intake.student_files import StudentFiles
from autograder.intake.versions import VersionChooser
from autograder.intake.walk import find_files
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY
from autograder.workers.pool import HERE

ALL = UnpackLimits()


@contextmanager
def uploaded_notebook(path: Path, lab: Lab, limits: UnpackLimits = ALL) -> Iterator[Entry]:
    """Yield the entry to grade at a path, a folder or a file: notebooks, scripts and archives are read.

    Of copies of one name the last counts. Unpacked files are deleted when the block ends. Raises SubmissionError where
    there is nothing to grade, or more than one thing.
    """
    scratch = tempdirs.create()
    try:
        for place in ("unpacked", "made"):
            (scratch / place).mkdir()
        files = tuple(file for file in find_files([path], scratch / "unpacked", limits) if file.parts[-1])
        mine = StudentFiles(NOBODY, path.name, files, sure=True)
        candidates = read_candidates(files_to_read(mine), lab, scratch / "made", HERE)
        entry, *_ = VersionChooser(candidates).entries(mine)
        if entry.fault is not None:
            raise entry.fault
        if several := [source for source in (*entry.older, *entry.rivals) if not _copies(source, entry.source)]:
            raise SubmissionError("bundle.several", names=", ".join(sorted([entry.source, *several])))
        yield entry
    finally:
        tempdirs.delete(scratch)


def _copies(one: str, other: str) -> bool:
    """Return whether two files lie in one folder and have one name, but for the marks of copies."""
    a, b = PurePosixPath(one), PurePosixPath(other)
    return a.parent == b.parent and strip_copy_marks(a.stem)[0] == strip_copy_marks(b.stem)[0]

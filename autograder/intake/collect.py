"""Collects what a class has handed in: the submissions behind some paths, whether files, folders or archives."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from autograder import tempdirs
from autograder.errors import SubmissionError
from autograder.intake import filetypes
from autograder.intake.archive import UnpackLimits
from autograder.intake.candidates import files_to_read, read_candidates
from autograder.intake.entry import Entry
from autograder.intake.file import SubmittedFile
from autograder.intake.layout import files_by_student
from autograder.intake.site_exports import read_canvas_export
from autograder.intake.student_files import StudentFiles
from autograder.intake.tree import Folder, build_tree
from autograder.intake.versions import VersionChooser
from autograder.intake.walk import find_files
from autograder.lab.declaration import Lab
from autograder.people.person import NOBODY
from autograder.workers.pool import Workers

ALL = UnpackLimits()
LOOK = 1 << 16  # bytes in which a notebook shows what it is
MOST_KINDS = 6  # of files that are named in one line
MOST_LOOKS = 5000  # files of a name that says little, of those in one folder of a class


@contextmanager
def collect_submissions(
    paths: Sequence[Path], lab: Lab, workers: Workers, limits: UnpackLimits = ALL, left: list[str] | None = None
) -> Iterator[tuple[Entry, ...]]:
    """Yield the submissions behind some paths (files, folders, archives), sorted by source, no two sources alike.

    They are read by workers. The sources of files that are nobody's and no submissions, such as lists that lie about,
    are added to `left`. What had to be unpacked is gone when the block ends. Raises SubmissionError where a path does
    not exist, or holds nothing that could be a submission; whatever else is wrong is the fault of an entry.
    """
    scratch = tempdirs.create()
    try:
        for place in ("unpacked", "made"):
            (scratch / place).mkdir()
        found = list(_looked_into(find_files(paths, scratch / "unpacked", limits)))
        students = list(_students(build_tree(found)))
        files = [file for student_files in students for file in files_to_read(student_files)]
        chooser = VersionChooser(read_candidates(files, lab, scratch / "made", workers))
        if left is not None:
            claimed = {file.place for student_files in students for file in student_files.files}
            left += [file.source for file in found if file.name and file.place not in claimed]
        yield _told_apart([entry for student_files in students for entry in chooser.entries(student_files)])
    finally:
        tempdirs.delete(scratch)


def _students(roots: Iterable[Folder | SubmittedFile]) -> Iterator[StudentFiles]:
    """Group what was found by student; raise SubmissionError for a folder that holds nothing of anybody."""
    loose: list[SubmittedFile] = []
    for root in roots:
        if isinstance(root, SubmittedFile):
            loose.append(root)
            continue
        found = list(files_by_student(root))
        if not found:
            raise no_notebooks("/".join(root.parts), [file.name for file in root.everything])
        yield from found
    yield from _given(loose)


def no_notebooks(where: str, names: Sequence[str]) -> SubmissionError:
    """Return the error that says that there is no notebook at a place, and what kinds of files are there instead."""
    kinds = Counter(Path(name).suffix.lower() or name for name in names).most_common(MOST_KINDS)
    if not kinds:
        return SubmissionError("submission.no_files", folder=where)
    return SubmissionError("submission.no_notebooks", folder=where, found=", ".join(f"{k} ({n})" for k, n in kinds))


def _looked_into(files: Iterable[SubmittedFile]) -> Iterator[SubmittedFile]:
    """Yield files, those whose name says little with what their first bytes say; nobody's heap of them is all read."""
    looks: Counter[tuple[str, ...]] = Counter()
    for file in files:
        place = file.parts[:2]
        if file.path is None or file.is_notebook or not filetypes.may_hold_notebook(file.name):
            yield file
        elif looks[place] < MOST_LOOKS:
            looks[place] += 1
            yield replace(file, holds_notebook=_holds_notebook(file.path))
        else:
            yield file


def _holds_notebook(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return filetypes.begins_as_notebook(opened.read(LOOK))
    except OSError:
        return False


def _given(files: Sequence[SubmittedFile]) -> Iterator[StudentFiles]:
    """Group files that were given by name: each by itself, unless they are named as Canvas names them."""
    found = read_canvas_export(Folder(("",), tuple(files)))
    claimed = {file.place for student_files in found for file in student_files.files}
    yield from found
    yield from (StudentFiles(NOBODY, file.source, (file,)) for file in files if file.place not in claimed)


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

"""A notebook or script that may be what a student wants graded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import filetypes
from autograder.intake.file import SubmittedFile
from autograder.intake.layout import strip_ending
from autograder.intake.reading import ReadSubmission, read_submission
from autograder.intake.student_files import StudentFiles
from autograder.lab.declaration import Lab
from autograder.people.identity import Identity
from autograder.workers.pool import HERE, Workers

MOST_NOTEBOOKS = 100  # of one student


@dataclass(frozen=True, eq=False)
class Candidate:
    """A file that may be the one to grade: the path of its notebook, None where it is none, and what was read of it."""

    file: SubmittedFile
    path: Path | None
    read: ReadSubmission

    @property
    def fault(self) -> AutograderError | None:
        """What is wrong with the file."""
        return self.read.fault

    @property
    def identity(self) -> Identity | None:
        """What the notebook says of its author."""
        return self.read.identity


def files_to_read(student_files: StudentFiles) -> list[SubmittedFile]:
    """Return the files of a student that may be the one to grade: notebooks first, then scripts.

    Scripts beside a student's own notebooks are there for these to use. Of more than `MOST_NOTEBOOKS` none is read.
    """
    files = [file for file in student_files.files if file.is_notebook]
    scripts = [file for file in student_files.files if filetypes.is_script(file.name)]
    if not student_files.shared:
        mine = files or scripts
        return mine if len(mine) <= MOST_NOTEBOOKS else []
    stems = {strip_ending(file.name) for file in files}
    return [*files, *(file for file in scripts if strip_ending(file.name) not in stems)]


def read_candidates(
    files: Sequence[SubmittedFile], lab: Lab, folder: Path, workers: Workers
) -> Mapping[SubmittedFile, Candidate]:
    """Read files that may be the one to grade, each once; several are read by workers, so that none harms another.

    A notebook that is made from a script is written into the folder.
    """
    readable = [file for file in files if file.fault is None and file.path is not None]
    scripts = [file for file in readable if filetypes.is_script(file.name)]
    converted = {file: folder / f"{number:08d}.ipynb" for number, file in enumerate(scripts)}
    tasks = [(file, converted.get(file)) for file in dict.fromkeys(readable)]
    work = partial(_read, lab=lab)
    done = (workers if len(tasks) > 1 else HERE).each(work, tasks)
    found = {file: read or ReadSubmission(fault=SubmissionError("batch.worker_died")) for (file, _), read in done}
    return {file: _candidate(file, found.get(file), converted.get(file)) for file in files}


def refused(file: SubmittedFile, fault: AutograderError) -> Candidate:
    """Return the candidate of a file that cannot be read, or is not to be."""
    return Candidate(file, None, ReadSubmission(fault=fault))


def _read(task: tuple[SubmittedFile, Path | None], lab: Lab) -> ReadSubmission:
    file, converted = task
    assert file.path is not None
    return read_submission(file.path, file.source, lab, converted)


def _candidate(file: SubmittedFile, read: ReadSubmission | None, converted: Path | None) -> Candidate:
    if read is None:
        kind = filetypes.kind_by_name(file.name)
        return refused(file, file.fault or filetypes.wrong_kind_error(file.source, kind))
    return Candidate(file, None if read.fault else converted or file.path, read)

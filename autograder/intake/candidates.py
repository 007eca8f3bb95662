"""A notebook or script that may be what a student wants graded."""

import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake import filetypes
from autograder.intake.file import SubmittedFile
from autograder.intake.reading import FIRST_BYTES, ReadSubmission, read_submission
from autograder.lab.declaration import Lab
from autograder.notebook.submission import MAX_BYTES, Cell, Submission
from autograder.people.identity import Identity

QUICK = 16 << 20  # bytes; beyond, a lone notebook is not read to choose among files
RUN = re.compile(r"([\W_]{20})[\W_]+")  # what patterns would go over again and again


@dataclass(frozen=True)
class Candidate:
    """A file that may be the one to grade: its notebook's path, and what was read from it; None where nobody has."""

    file: SubmittedFile
    path: Path | None
    read: ReadSubmission | None = None

    @property
    def fault(self) -> AutograderError | None:
        """What is wrong with the file, as far as it was read."""
        return self.read.fault if self.read else None

    @property
    def identity(self) -> Identity | None:
        """What the notebook says of its author; None where it was not read."""
        return self.read.identity if self.read else None

    @property
    def softened(self) -> Submission | None:
        """The notebook for looking at: without empty lines and endless runs of signs, over which patterns stumble."""
        submission = self.read.submission if self.read else None
        if submission is None:
            return None
        return replace(submission, cells=tuple(replace(cell, source=_softened(cell)) for cell in submission.cells))


@dataclass(frozen=True)
class CandidateReader:
    """Reads candidate files for a lab; notebooks made from scripts are written into a folder."""

    lab: Lab
    folder: Path
    numbers: "count[int]"

    def read(self, file: SubmittedFile, alone: bool) -> Candidate:
        """Read a file; a very large notebook that is `alone`, with none to choose it from, is left to be read later."""
        if file.fault is not None:
            return refused(file, file.fault)
        if file.path is None:
            return refused(file, filetypes.wrong_kind_error(file.source, filetypes.kind_by_name(file.name)))
        if alone and filetypes.is_notebook(file.name) and _is_large_notebook(file.path):
            return Candidate(file, file.path)
        script = filetypes.is_script(file.name)
        converted = self.folder / f"{next(self.numbers):08d}.ipynb" if script else None
        read = read_submission(file.path, file.source, self.lab.student, converted)
        return Candidate(file, None if read.fault else converted or file.path, read)


def refused(file: SubmittedFile, fault: AutograderError) -> Candidate:
    """Return the candidate of a file that cannot be read, or is not to be."""
    return Candidate(file, None, ReadSubmission(fault=fault))


def count_lab_questions(candidate: Candidate, lab: Lab) -> int:
    """Count the questions of a lab that a notebook shows or answers; another lab's notebook has few or none."""
    submission = candidate.softened
    if submission is None:
        return len(lab.questions)  # nobody has looked
    texts = [cell.source for cell in submission.cells if cell.kind != "code"]
    code = "\n".join(cell.source for cell in submission.code)
    found = 0
    for question in lab.questions:
        names = [spelling for name in question.defines for spelling in lab.spellings(name)]
        pattern = r"(?m)^[ \t]*(?:(?:class|def)[ \t]+(?:{0})\b|(?:{0})[ \t]*=)".format("|".join(map(re.escape, names)))
        marked = any(lab.layout.question(question.id).search(text) for text in texts)
        found += marked or bool(names and re.search(pattern, code))
    return found


def _is_large_notebook(path: Path) -> bool:
    """Whether a file of more than `QUICK` bytes begins as a notebook does; others are refused by their beginning."""
    try:
        with path.open("rb") as opened:
            begins = opened.read(FIRST_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
            return begins == b"{" and QUICK < path.stat().st_size <= MAX_BYTES
    except OSError:
        return False


def _softened(cell: Cell) -> str:
    lines = "\n".join(line for line in cell.source.split("\n") if line.strip())
    return lines if cell.kind == "code" else RUN.sub(r"\1", lines)

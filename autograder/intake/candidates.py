"""A notebook or script that may be what a student wants graded."""

import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import filetypes, scripts
from autograder.intake.file import SubmittedFile
from autograder.lab.declaration import Lab
from autograder.notebook.submission import MAX_BYTES, Cell, Submission, parse_notebook
from autograder.people.identity import Identity, identify

QUICK = 16 << 20  # bytes; beyond, a lone notebook is read only by whoever grades it
MOST_CODE = 1 << 18  # characters; nobody writes more, and its syntax tree would take a hundred times that
LARGEST_SCRIPT = 4 << 20
RUN = re.compile(r"([\W_]{20})[\W_]+")  # what patterns would go over again and again


@dataclass(frozen=True)
class Candidate:
    """A file that may be the one to grade: its notebook's path and content, or what is wrong with it."""

    file: SubmittedFile
    path: Path | None
    submission: Submission | None = None
    identity: Identity | None = None
    fault: AutograderError | None = None


@dataclass(frozen=True)
class CandidateReader:
    """Reads candidate files for a lab; notebooks made from scripts are written into a folder."""

    lab: Lab
    folder: Path
    numbers: "count[int]"

    def read(self, file: SubmittedFile, alone: bool) -> Candidate:
        """Look into a file; a very large one that is `alone`, so that nothing hangs on it here, only from outside."""
        try:
            if file.fault is not None:
                raise file.fault
            if file.path is None:
                raise filetypes.wrong_kind_error(file.source, filetypes.kind_by_name(file.name))
            return self._read(file, file.path, alone)
        except AutograderError as error:
            return Candidate(file, None, fault=error)
        except OSError as error:
            unread = SubmissionError("submission.unreadable", path=file.source, fault=error.strerror)
            return Candidate(file, None, fault=unread)
        except Exception as error:  # a fault of ours in one file must not take a class with it
            strange = SubmissionError(
                "submission.bad_notebook", path=file.source, fault=f"{type(error).__name__}: {error}"
            )
            return Candidate(file, None, fault=strange)

    def _read(self, file: SubmittedFile, path: Path, alone: bool) -> Candidate:
        size = path.stat().st_size
        most = LARGEST_SCRIPT if filetypes.is_script(file.name) else MAX_BYTES
        if size > most:
            raise SubmissionError("submission.too_large", path=file.source, megabytes=most >> 20)
        with path.open("rb") as opened:
            start = opened.read(1024)
        found = filetypes.kind_by_first_bytes(start)
        if found is not None:
            raise filetypes.wrong_kind_error(file.source, found)
        if (
            filetypes.is_notebook(file.name)
            and alone
            and size > QUICK
            and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        ):
            return Candidate(file, path)
        content = path.read_bytes()
        if not content.strip():
            raise SubmissionError("submission.empty", path=file.source)
        if filetypes.is_script(file.name):
            content, path = self._notebook(content)
        submission = _tame(parse_notebook(Path(file.source), content))
        short = sum(len(cell.source) for cell in submission.cells) <= MOST_CODE
        who = identify(submission, self.lab.student) if short and not alone else None
        return Candidate(file, path, submission, who)

    def _notebook(self, content: bytes) -> tuple[bytes, Path]:
        made, path = scripts.script_to_notebook(content), self.folder / f"{next(self.numbers):08d}.ipynb"
        path.write_bytes(made)
        return made, path


def _tame(submission: Submission) -> Submission:
    """A notebook for looking at: without empty lines and endless runs of signs, over which patterns stumble."""
    return replace(submission, cells=tuple(replace(cell, source=_tamed(cell)) for cell in submission.cells))


def _tamed(cell: Cell) -> str:
    lines = "\n".join(line for line in cell.source.split("\n") if line.strip())
    return lines if cell.kind == "code" else RUN.sub(r"\1", lines)


def count_lab_questions(candidate: Candidate, lab: Lab) -> int:
    """Count the questions of a lab that a notebook shows or answers; another lab's notebook has few or none."""
    if candidate.submission is None:
        return len(lab.questions)  # nobody has looked
    texts = [cell.source for cell in candidate.submission.cells if cell.kind != "code"]
    code = "\n".join(cell.source for cell in candidate.submission.code)
    found = 0
    for question in lab.questions:
        names = [spelling for name in question.defines for spelling in lab.spellings(name)]
        pattern = r"(?m)^[ \t]*(?:(?:class|def)[ \t]+(?:{0})\b|(?:{0})[ \t]*=)".format("|".join(map(re.escape, names)))
        marked = any(lab.layout.question(question.id).search(text) for text in texts)
        found += marked or bool(names and re.search(pattern, code))
    return found

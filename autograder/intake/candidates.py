"""A notebook or script that may be what a student wants graded."""

import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import filetypes, scripts
from autograder.intake.file import File
from autograder.lab.declaration import Lab
from autograder.notebook.submission import MAX_BYTES, Cell, Submission, parse_notebook
from autograder.people.identity import Identity, identify

QUICK = 16 << 20  # bytes; beyond, a lone notebook is read only by whoever grades it
MOST_CODE = 1 << 18  # characters; nobody writes more, and its syntax tree would take a hundred times that
LARGEST_SCRIPT = 4 << 20
RUN = re.compile(r"([\W_]{20})[\W_]+")  # what patterns would go over again and again


@dataclass(frozen=True)
class Draft:
    """A file that was looked into: where its notebook lies, what it says, or what is wrong with it."""

    file: File
    path: Path | None
    submission: Submission | None = None
    identity: Identity | None = None
    fault: AutograderError | None = None


@dataclass(frozen=True)
class Reader:
    """Reads files for a lab; notebooks made of scripts are written into a folder."""

    lab: Lab
    folder: Path
    numbers: "count[int]"

    def read(self, file: File, alone: bool) -> Draft:
        """Look into a file; a very large one that is `alone`, so that nothing hangs on it here, only from outside."""
        try:
            if file.fault is not None:
                raise file.fault
            if file.path is None:
                raise filetypes.fault(file.source, filetypes.by_name(file.name))
            return self._read(file, file.path, alone)
        except AutograderError as error:
            return Draft(file, None, fault=error)
        except OSError as error:
            unread = SubmissionError("submission.unreadable", path=file.source, fault=error.strerror)
            return Draft(file, None, fault=unread)
        except Exception as error:  # a fault of ours in one file must not take a class with it
            strange = SubmissionError(
                "submission.bad_notebook", path=file.source, fault=f"{type(error).__name__}: {error}"
            )
            return Draft(file, None, fault=strange)

    def _read(self, file: File, path: Path, alone: bool) -> Draft:
        size = path.stat().st_size
        most = LARGEST_SCRIPT if filetypes.is_script(file.name) else MAX_BYTES
        if size > most:
            raise SubmissionError("submission.too_large", path=file.source, megabytes=most >> 20)
        with path.open("rb") as opened:
            start = opened.read(1024)
        found = filetypes.by_bytes(start)
        if found is not None:
            raise filetypes.fault(file.source, found)
        if (
            filetypes.is_notebook(file.name)
            and alone
            and size > QUICK
            and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        ):
            return Draft(file, path)
        content = path.read_bytes()
        if not content.strip():
            raise SubmissionError("submission.empty", path=file.source)
        if filetypes.is_script(file.name):
            content, path = self._notebook(content)
        submission = _tame(parse_notebook(Path(file.source), content))
        short = sum(len(cell.source) for cell in submission.cells) <= MOST_CODE
        who = identify(submission, self.lab.student) if short and not alone else None
        return Draft(file, path, submission, who)

    def _notebook(self, content: bytes) -> tuple[bytes, Path]:
        made, path = scripts.notebook_of(content), self.folder / f"{next(self.numbers):08d}.ipynb"
        path.write_bytes(made)
        return made, path


def _tame(submission: Submission) -> Submission:
    """A notebook for looking at: without empty lines and endless runs of signs, over which patterns stumble."""
    return replace(submission, cells=tuple(replace(cell, source=_tamed(cell)) for cell in submission.cells))


def _tamed(cell: Cell) -> str:
    lines = "\n".join(line for line in cell.source.split("\n") if line.strip())
    return lines if cell.kind == "code" else RUN.sub(r"\1", lines)


def likeness(draft: Draft, lab: Lab) -> int:
    """How many questions of a lab a notebook shows or answers: that of another lab, or a helper, few or none."""
    if draft.submission is None:
        return len(lab.questions)  # nobody has looked
    texts = [cell.source for cell in draft.submission.cells if cell.kind != "code"]
    code = "\n".join(cell.source for cell in draft.submission.code)
    found = 0
    for question in lab.questions:
        names = [spelling for name in question.defines for spelling in lab.spellings(name)]
        pattern = r"(?m)^[ \t]*(?:(?:class|def)[ \t]+(?:{0})\b|(?:{0})[ \t]*=)".format("|".join(map(re.escape, names)))
        marked = any(lab.layout.question(question.id).search(text) for text in texts)
        found += marked or bool(names and re.search(pattern, code))
    return found

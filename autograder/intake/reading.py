"""Reads a submitted file, a notebook or a script: the one place where its bytes become a notebook and an author."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import filetypes
from autograder.intake.scripts import script_to_notebook
from autograder.lab.declaration import Lab
from autograder.notebook.question_headings import shortened
from autograder.notebook.submission import MAX_BYTES, Submission, parse_notebook
from autograder.people.identity import Identity, identify
from autograder.workers.limits import Step, limited

LARGEST_SCRIPT = 4 << 20
FIRST_BYTES = 1024  # that tell what a file is


@dataclass(frozen=True)
class ReadSubmission:
    """A submitted file as it was read: its notebook and what that says of its author, or in `fault` why it has none.

    It holds the sources of the cells, and neither outputs nor the files beside the notebook. `questions` counts the
    lab's questions that the notebook shows or answers.
    """

    submission: Submission | None = None
    identity: Identity | None = None
    fault: AutograderError | None = None
    questions: int = 0


def read_submission(path: Path, source: str, lab: Lab, converted: Path | None = None) -> ReadSubmission:
    """Read the file at a path, within limits; it raises nothing and keeps nothing, so that any process can call it.

    `source` names the file in faults. With `converted` the file is a script, and the notebook that is made of it is
    written there.
    """
    try:
        with limited(Step.READING):
            submission = parse_notebook(PurePosixPath(source), _notebook_bytes(path, source, converted))
            return ReadSubmission(submission, identify(submission, lab.student), None, count_questions(submission, lab))
    except AutograderError as fault:
        return ReadSubmission(fault=fault.without_frames())
    except OSError as error:
        return ReadSubmission(fault=SubmissionError("submission.unreadable", path=source, fault=error.strerror))
    except Exception as error:  # a fault of ours in one file must not take a class with it
        strange = SubmissionError("submission.bad_notebook", path=source, fault=f"{type(error).__name__}: {error}")
        return ReadSubmission(fault=strange)


def count_questions(submission: Submission, lab: Lab) -> int:
    """Count the questions of a lab that a notebook shows or answers; another lab's notebook has few or none."""
    texts = "\n".join(cell.source for cell in submission.cells if cell.kind != "code")
    lines = {shortened(line) for line in texts.splitlines() if line.strip()}
    code = "\n".join(cell.source for cell in submission.code)
    found = 0
    for question in lab.questions:
        names = [spelling for name in question.defines for spelling in lab.spellings(name)]
        pattern = r"(?m)^[ \t]*(?:(?:class|def)[ \t]+(?:{0})\b|(?:{0})[ \t]*=)".format("|".join(map(re.escape, names)))
        marked = any(map(lab.layout.question(question.id).search, lines))
        found += marked or bool(names and re.search(pattern, code))
    return found


def _notebook_bytes(path: Path, source: str, converted: Path | None) -> bytes:
    size, most = path.stat().st_size, MAX_BYTES if converted is None else LARGEST_SCRIPT
    if size > most:
        raise SubmissionError("submission.too_large", path=source, megabytes=most >> 20)
    with path.open("rb") as opened:
        start = opened.read(FIRST_BYTES)
        kind = filetypes.kind_by_first_bytes(start)
        if kind is not None:
            raise filetypes.wrong_kind_error(source, kind)
        opened.seek(0)
        content = opened.read(most)
    if not content.strip():
        raise SubmissionError("submission.empty", path=source)
    if converted is not None:
        content = script_to_notebook(content)
        converted.write_bytes(content)
    return content

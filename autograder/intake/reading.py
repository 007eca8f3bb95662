"""Reads a submitted file, a notebook or a script: the one place where its bytes become a notebook and an author."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import filetypes
from autograder.intake.scripts import script_to_notebook
from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import MAX_BYTES, Submission, parse_notebook
from autograder.people.identity import Identity, identify

LARGEST_SCRIPT = 4 << 20
FIRST_BYTES = 1024  # that tell what a file is


@dataclass(frozen=True)
class ReadSubmission:
    """A submitted file as it was read: its notebook and what that says of its author, or in `fault` why it has none.

    It holds the sources of the cells, and neither outputs nor the files beside the notebook.
    """

    submission: Submission | None = None
    identity: Identity | None = None
    fault: AutograderError | None = None


def read_submission(path: Path, source: str, rules: StudentRules, converted: Path | None = None) -> ReadSubmission:
    """Read the file at a path; it raises nothing and keeps nothing, so that it can be called in any process.

    `source` names the file in faults, and `rules` say where a notebook names its author. With `converted` the file is
    a script, and the notebook that is made of it is written there.
    """
    try:
        submission = parse_notebook(PurePosixPath(source), _notebook_bytes(path, source, converted))
        return ReadSubmission(submission, identify(submission, rules))
    except AutograderError as fault:
        return ReadSubmission(fault=fault.without_frames())
    except OSError as error:
        return ReadSubmission(fault=SubmissionError("submission.unreadable", path=source, fault=error.strerror))
    except Exception as error:  # a fault of ours in one file must not take a class with it
        strange = SubmissionError("submission.bad_notebook", path=source, fault=f"{type(error).__name__}: {error}")
        return ReadSubmission(fault=strange)


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

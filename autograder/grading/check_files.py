"""Checks how the files in a lab's folder of checks are named, and finds which of them is broken."""

import re
import traceback
from pathlib import Path

from autograder.errors import LabError
from autograder.lab.declaration import Lab

NAME = re.compile(r"test_(?P<question>[^_]+)_.+\.py")


def question_of(path: Path) -> str:
    """Return the id of the question that a file of checks judges: `test_d_head.py` judges `d`."""
    return path.stem.split("_")[1]


def expect_well_named(lab: Lab) -> None:
    """Check that a lab's folder of checks exists and that each file in it is named for a question of the lab.

    A file of checks is named `test_<question>_<topic>.py`. Raises LabError that names the folder or the file.
    """
    if not any(question.checked for question in lab.questions):
        return
    if not lab.checks.is_dir():
        raise LabError("lab.no_checks_folder", folder=lab.checks)
    files = sorted(lab.checks.rglob("test_*.py"))
    if not files:
        raise LabError("lab.no_checks", folder=lab.checks)
    ids = [question.id for question in lab.questions]
    for path in files:
        name = NAME.fullmatch(path.name)
        if name is None:
            raise LabError("lab.bad_check_name", file=path)
        if name["question"] not in ids:
            raise LabError("lab.check_of_no_question", file=path, id=name["question"], known=", ".join(ids))


def unreadable(lab: Lab, error: BaseException) -> LabError:
    """Return the error that says which file of checks cannot be read, at which line, and why.

    `error` is the exception that pytest raised for the file, or one whose last line is pytest's report on a
    `conftest.py`.
    """
    cause = error.__cause__ or error
    fault = next((fault for path in sorted(lab.checks.rglob("*.py")) if (fault := _syntax_error(path))), None)
    if fault is not None:
        return LabError("lab.check_syntax", file=fault.filename, line=fault.lineno, fault=fault.msg)
    frames = [
        frame for frame in traceback.extract_tb(cause.__traceback__) if Path(frame.filename).is_relative_to(lab.folder)
    ]
    text = (str(cause).strip() or type(cause).__name__).splitlines()[-1].removeprefix("E ").strip()
    if frames:
        description = f"{type(cause).__name__}: {text}"
        return LabError("lab.broken_check", file=frames[-1].filename, line=frames[-1].lineno, fault=description)
    return LabError("lab.broken_checks", folder=lab.checks, fault=text)


def _syntax_error(path: Path) -> SyntaxError | None:
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except ValueError:  # zero bytes, which this Python reports otherwise
        return SyntaxError("source code cannot contain null bytes", (str(path), 1, 0, ""))
    return None

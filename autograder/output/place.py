"""Where a summary is written: whole or not at all, and over nothing but an earlier one."""

from itertools import islice
from pathlib import Path

from autograder.errors import SummaryError
from autograder.output.files import utf8, write_atomically

HEAD = 2  # lines by which a summary is known


def write(path: Path, text: str) -> None:
    """Write a file, and the folders on the way.

    Raises SummaryError where something else stands there, or it cannot be written.
    """
    try:
        if path.exists() and not (path.is_file() and _head(path) == text.splitlines()[:HEAD]):
            raise SummaryError("summary.in_the_way", path=path)
        write_atomically(path, utf8(text))
    except OSError as error:
        raise SummaryError("summary.not_written", path=path, fault=error.strerror) from None


def _head(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace") as file:
        return [line.rstrip("\n") for line in islice(file, HEAD)]

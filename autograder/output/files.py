"""Files that are written whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograder.errors import AutograderError

HEAD_LINES = 2  # lines by which a page or table of ours is known


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in the place of one that may be there, and make the folders on the way; raises OSError.

    Whoever reads meanwhile, and whatever ends this process, finds the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


@dataclass(frozen=True)
class WriteFaults:
    """How it is said that a file cannot be written: the error, and its keys in the message catalogue."""

    error: type[AutograderError]
    not_written: str
    in_the_way: str = ""


def write_over_earlier(
    path: Path, content: bytes, faults: WriteFaults, is_earlier: Callable[[Path], bool] | None = None
) -> None:
    """Write a file, whole or not at all, over nothing but an earlier one of its kind, which `is_earlier` knows.

    Raises the error of `faults` where something else stands there, or the file cannot be written.
    """
    try:
        if is_earlier and path.exists() and not (path.is_file() and is_earlier(path)):
            raise faults.error(faults.in_the_way, path=path)
        write_atomically(path, content)
    except OSError as fault:
        raise faults.error(faults.not_written, path=path, fault=fault.strerror) from None


def begins_like(text: str) -> Callable[[Path], bool]:
    """Return a test of whether a file begins with the same lines as a text."""

    def begins(path: Path) -> bool:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [line.rstrip("\n") for line in islice(file, HEAD_LINES)] == text.splitlines()[:HEAD_LINES]

    return begins


def utf8(text: str) -> bytes:
    """A text as UTF-8; half an emoji of a student's, which no file can hold, must not cost the file."""
    return text.encode("utf-8", errors="replace")

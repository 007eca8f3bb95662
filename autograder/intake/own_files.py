"""The files that a student handed in beside the notebook and that it may import or read, within limits."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from autograder.intake import filetypes
from autograder.intake.entry import Entry
from autograder.intake.file import SubmittedFile
from autograder.notebook.submission import OwnFile, Submission, add_own_files

MOST_FILES = 100
MOST_BYTES = 4 << 20  # of one file
MOST_BYTES_TOGETHER = 16 << 20
LONGEST_NAME = 120  # bytes of one part of a path
DEEPEST = 6

NamedPath = tuple[str, Path]


def own_files(notebook: SubmittedFile, files: Sequence[SubmittedFile]) -> tuple[NamedPath, ...]:
    """Return the files of one student that a notebook may use: each by its path as the notebook would write it.

    A file outside of the notebook's folder is named from the folder that holds both. What is too large, and what is
    beyond the limits of all together, is left out.
    """
    found: dict[str, Path] = {}
    left = MOST_BYTES_TOGETHER
    for file in sorted(files, key=lambda file: file.parts):
        name = _name(notebook, file)
        if file.path is None or file.fault is not None or file.place == notebook.place or name is None:
            continue
        try:
            size = file.path.stat().st_size
        except OSError:
            continue
        if size <= min(MOST_BYTES, left) and len(found) < MOST_FILES and name not in found:
            found[name] = file.path
            left -= size
    return tuple(found.items())


def with_own_files(submission: Submission, entry: Entry) -> Submission:
    """Return an entry's submission with the files beside its notebook; what cannot be read any more is left out."""
    files = tuple(_read(entry.files))
    if not files or entry.path is None:
        return submission
    try:
        content = entry.path.read_bytes()
    except OSError:
        content = b""
    return add_own_files(submission, content, files)


def _read(files: Sequence[NamedPath]) -> Iterator[OwnFile]:
    for name, path in files:
        try:
            with path.open("rb") as opened:
                yield OwnFile(name, opened.read(MOST_BYTES))
        except OSError:
            continue


def _name(notebook: SubmittedFile, file: SubmittedFile) -> str | None:
    """A file's path from the notebook's folder; None for one that no notebook uses, or that has no safe name."""
    if not filetypes.is_usable(file.name):
        return None
    folder = notebook.parts[:-1]
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(folder, file.parts[:-1], strict=False)))
    parts = file.parts[shared:]
    safe = all(part not in ("", ".", "..") and _is_plain(part) for part in parts)
    return "/".join(parts) if parts and len(parts) <= DEEPEST and safe else None


def _is_plain(part: str) -> bool:
    unsafe = set("/\\:\0") & set(part)
    return not unsafe and part.isprintable() and len(part.encode(errors="replace")) <= LONGEST_NAME

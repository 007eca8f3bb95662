"""A notebook that was handed in, as it was read from its file; it is never changed."""

import hashlib
import logging
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import nbformat

from autograder.errors import SubmissionError
from autograder.notebook.decoding import notebook_table
from autograder.source.code_size import has_more_tokens

MAX_BYTES = 200 << 20
MAX_NAME = 120  # bytes; file systems stop at 255
MOST_CELLS = 5000
MOST_TOKENS = 200_000  # of code in a notebook; a long one that somebody wrote has 20,000
MOST_TEXT = 16 << 20  # characters of a notebook's cells, without pictures
PICTURE = re.compile(r"(data:[\w/+.-]{1,80};base64,)[A-Za-z0-9+/=]{4096,}")


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook.

    `index` counts all cells from 0, `kind` is `code`, `markdown` or `raw`, and `count` is the execution number that was
    saved with the cell, None if it was not run. `has_output` says whether output was saved with it.
    """

    index: int
    kind: str
    source: str
    count: int | None = None
    has_output: bool = False


@dataclass(frozen=True)
class OwnFile:
    """A file that was handed in beside a notebook: its path as the notebook would write it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in.

    `sha256` is the digest of the file's bytes and of the `files` that were handed in beside it, `format` the major
    version of nbformat that the file was written in, and `authors` the names in its metadata.
    """

    path: PurePath
    sha256: str
    cells: tuple[Cell, ...]
    format: int = 4
    authors: tuple[str, ...] = ()
    files: tuple[OwnFile, ...] = ()

    @property
    def name(self) -> str:
        """Return the file's name without its ending, safe to use as the name of a folder."""
        return safe_name(self.path.stem)

    @property
    def code(self) -> tuple[Cell, ...]:
        """Return the code cells, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


def safe_name(text: str) -> str:
    """Return a text as the name of a folder: unsafe characters become `_`, and it is cut to MAX_NAME bytes."""
    safe = re.sub(r"[^\w.@+ -]", "_", text).encode("utf-8", errors="replace")[:MAX_NAME]
    return safe.decode("utf-8", errors="ignore").strip(" .") or "notebook"


def read_notebook(path: Path) -> Submission:
    """Read a notebook of nbformat 3 or 4 from a file.

    Raises SubmissionError if the file is missing, empty, larger than MAX_BYTES, truncated or no notebook.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except FileNotFoundError:
        raise SubmissionError("submission.missing", path=path) from None
    except OSError as error:
        raise SubmissionError("submission.unreadable", path=path, fault=error.strerror) from None
    if content is None:
        raise SubmissionError("submission.too_large", path=path, megabytes=MAX_BYTES >> 20)
    return parse_notebook(path, content)


def parse_notebook(path: PurePath, content: bytes) -> Submission:
    """Read a notebook from the bytes of its file.

    Raises SubmissionError if the bytes are no notebook, or one with more cells, code or text than anybody writes.
    """
    if not content.strip():
        raise SubmissionError("submission.empty", path=path)
    table = notebook_table(path, content)
    cells = _cells(path, table)
    _expect_reasonable(path, cells)
    return Submission(path, _digest(content), cells, table["nbformat"], _authors(table.get("metadata")))


def add_own_files(submission: Submission, content: bytes, files: Sequence[OwnFile]) -> Submission:
    """Return a submission with files that were handed in beside its notebook; `content` are the notebook's bytes.

    Where these are no longer what was read, the digest stays that of the notebook alone, which stands for nothing that
    lies there now.
    """
    unchanged = _digest(content) == submission.sha256
    return replace(submission, files=tuple(files), sha256=_digest(content, files) if unchanged else submission.sha256)


def _digest(content: bytes, files: Sequence[OwnFile] = ()) -> str:
    whole = hashlib.sha256(content)
    for file in sorted(files, key=lambda file: file.name):
        name = file.name.encode("utf-8", errors="replace")
        whole.update(b"%d:%d:" % (len(name), len(file.content)) + name + file.content)
    return whole.hexdigest()


def _cells(path: PurePath, table: dict[str, object]) -> tuple[Cell, ...]:
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # nbformat logs what we tolerate
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            notebook: Any = nbformat.convert(nbformat.from_dict(table), 4)  # type: ignore[no-untyped-call]
            cells = [(str(cell.cell_type), _text(cell.get("source", "")), cell) for cell in notebook.cells]
        except MemoryError:
            raise
        except Exception as error:  # nbformat raises whatever its converters stumble over
            raise SubmissionError("submission.bad_notebook", path=path, fault=error) from None
    counts = [cell.get("execution_count") for _, _, cell in cells]
    return tuple(
        Cell(index, kind, source, count if type(count) is int else None, bool(cell.get("outputs")))
        for index, ((kind, source, cell), count) in enumerate(zip(cells, counts, strict=True))
    )


def _expect_reasonable(path: PurePath, cells: Sequence[Cell]) -> None:
    """Raise SubmissionError for a notebook that is too much to work with; what it shows does not count."""
    if len(cells) > MOST_CELLS:
        raise SubmissionError("submission.too_many_cells", path=path, count=len(cells), most=MOST_CELLS)
    if sum(len(cell.source) for cell in cells) > MOST_TEXT:
        raise SubmissionError("submission.too_much_text", path=path, most=MOST_TEXT >> 20)
    if has_more_tokens((cell.source for cell in cells if cell.kind == "code"), MOST_TOKENS):
        raise SubmissionError("submission.too_much_code", path=path, most=MOST_TOKENS)


def _authors(metadata: object) -> tuple[str, ...]:
    """Return the names under `authors` or `author` in a notebook's metadata, which may be anything."""
    fields = metadata if isinstance(metadata, dict) else {}
    given = fields.get("authors") or fields.get("author") or ()
    entries = given if isinstance(given, list) else [given]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    return tuple(name for name in names if isinstance(name, str))


def _text(source: object) -> str:
    """The source of a cell; a large picture that was pasted into it is left out."""
    if source is None:
        return ""
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return PICTURE.sub(r"\1", text) if "data:" in text else text

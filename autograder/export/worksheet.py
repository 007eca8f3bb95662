"""Reads the CSV file that a course site exported, and writes it back in the same form with one column filled."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import ExportError
from autograder.output import cells

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Worksheet:
    """Holds a site's CSV file: header, rows in order, and how it was written (`signed`: with a byte order mark)."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    newline: str
    signed: bool

    def column(self, names: Iterable[str]) -> int | None:
        """Return the index of the column that has one of some names, whatever their case; None where there is none.

        Raises ExportError where two columns have one.
        """
        wanted = {_folded(name) for name in names}
        indexes = [index for index, name in enumerate(self.header) if _folded(name) in wanted]
        if len(indexes) > 1:
            raise ExportError("export.two_columns", path=self.path, column=self.header[indexes[0]])
        return indexes[0] if indexes else None

    def encode(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Return the bytes of the file with other rows, written as the site wrote it."""
        return cells.encode([self.header, *rows], self.delimiter, self.newline, self.signed)


def read_worksheet(path: Path) -> Worksheet:
    """Read a site's file, in UTF-8, its cells separated by commas, semicolons or tabs.

    Raises ExportError for one that is missing, no CSV, or has rows longer or shorter than its header.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExportError("export.not_utf8", path=path) from None
    except OSError as error:
        raise ExportError("export.unreadable", path=path, fault=error.strerror) from None
    first = next(iter(text.splitlines()), "")
    delimiter = max(DELIMITERS, key=lambda candidate: len(next(csv.reader([first], delimiter=candidate), [])))
    table = _parsed(text, delimiter, path)
    if not table or len(table[0]) < 2:
        raise ExportError("export.no_table", path=path)
    header, *rows = table
    for line, row in enumerate(rows, 2):
        if row and len(row) != len(header):
            raise ExportError("export.ragged", path=path, row=line, cells=len(row), columns=len(header))
    newline = "\r\n" if b"\r\n" in content else "\n"
    signed = content.startswith(b"\xef\xbb\xbf")
    return Worksheet(path, tuple(header), tuple(map(tuple, rows)), delimiter, newline, signed)


def _parsed(text: str, delimiter: str, path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ExportError("export.no_csv", path=path, fault=error) from None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".:")

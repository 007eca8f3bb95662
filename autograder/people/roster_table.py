"""Reads the rows of a list as people save it: CSV of any kind, a workbook, a web page that is called one, JSON.

Each row comes with the number of its line. A line that cannot be read whole is a fault with its number, and the lines
after it are read on.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # has no types

from autograder.errors import RosterError
from autograder.output.text import decode_spanish

LEGACY_ENCODINGS = ("cp1252", "mac_roman", "cp850")  # of Excel on Windows, on a Mac, and as it saves for MS-DOS
SEPARATORS = ";\t|,"  # of two that fit alike the first: names have commas in them
HEADER_ROWS = 20  # rows among which the names of the columns are looked for
LARGEST = 32 << 20  # bytes
MOST_ROWS = 100_000
MOST_COLUMNS = 200
NO_SIGNS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # of Windows' encoding
WINDOWS = {ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in NO_SIGNS}
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


@dataclass(frozen=True)
class RosterRow:
    """A row of a list and the number of its line; in `fault` why it cannot be read."""

    line: int
    cells: tuple[str, ...] = ()
    fault: RosterError | None = None


def read_rows(path: Path, known_columns: Callable[[Sequence[str]], int]) -> list[RosterRow]:
    """Return the rows of a list; `known_columns` counts the titles in a row that names people, to find them.

    Raises RosterError where the file cannot be read at all.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RosterError("roster.unreadable", path=path, fault="> 32 MiB")
        content = path.read_bytes()
    except OSError as error:
        raise RosterError("roster.unreadable", path=path, fault=error.strerror) from None
    if content.startswith(b"PK"):
        return list(_workbook_rows(path, content, known_columns))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RosterError("roster.workbook", path=path)
    text = _decoded(content)
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style")) or "<table" in start:
        return list(_page_rows(text))
    if start.startswith(("[", "{")) and (found := list(_json_rows(text))):
        return found
    return list(_csv_rows(path, text, known_columns))


def tidy(value: object) -> str:
    """Return a cell's value as text, without signs that cannot be seen; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).translate(UNSEEN).split())


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:200]:  # utf-16 whose mark is gone
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return _without_misreading(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return decode_spanish(content, LEGACY_ENCODINGS)


def _without_misreading(text: str) -> str:
    """Return a text as it was before its UTF-8 was taken for the encoding of Windows: "NÃºÃ±ez" is "Núñez"."""
    try:
        return text.translate(WINDOWS).encode("latin-1").decode("utf-8-sig")
    except UnicodeError:  # it is as it was written
        return text


def _workbook_rows(path: Path, content: bytes, known_columns: Callable[[Sequence[str]], int]) -> Iterator[RosterRow]:
    """Yield the rows of a workbook's list: its first sheet with titles, else with rows, and those with the same titles.

    Every other sheet that holds something is a fault that names it.
    """
    sheets = {name: rows for name, rows in _sheets(path, content) if any(any(row.cells) for row in rows)}
    titled = {name: at for name, rows in sheets.items() if (at := _titles_at(rows, known_columns)) is not None}
    first = next(iter([*titled, *sheets]), None)
    for name, rows in sheets.items():
        if name == first:
            yield from rows
    for name, rows in sheets.items():
        at = titled.get(name)
        if (
            first in titled
            and at is not None
            and name != first
            and rows[at].cells == sheets[first][titled[first]].cells
        ):
            yield from rows[at + 1 :]
        elif name != first:
            yield RosterRow(0, fault=RosterError("roster.other_sheet", path=path, sheet=name, used=first))


def _sheets(path: Path, content: bytes) -> Iterator[tuple[str, list[RosterRow]]]:
    try:
        for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets:
            rows = islice(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS)
            yield sheet.title, [RosterRow(line, tuple(map(tidy, row))) for line, row in enumerate(rows, start=1)]
    except Exception:  # openpyxl raises whatever a broken workbook makes it stumble over
        raise RosterError("roster.workbook", path=path) from None


def _titles_at(rows: Sequence[RosterRow], known_columns: Callable[[Sequence[str]], int]) -> int | None:
    return next((at for at, row in enumerate(rows[:HEADER_ROWS]) if known_columns(row.cells)), None)


def _json_rows(text: str) -> Iterator[RosterRow]:
    """Yield the titles and rows of a list of objects, or of such a list inside an object; nothing for other JSON.

    A notebook has such a list too, of its cells: it is no list of people.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(table, dict):
        if "nbformat" in table:
            return
        table = next((value for value in table.values() if isinstance(value, list)), [])
    records = [each for each in table if isinstance(each, dict)]
    titles = list(dict.fromkeys(str(title) for record in records for title in record))[:MOST_COLUMNS]
    if titles:
        yield RosterRow(1, tuple(map(tidy, titles)))
        for line, record in enumerate(records, start=2):
            yield RosterRow(line, tuple(tidy(record.get(title)) for title in titles))


class _Page(HTMLParser):
    """Collects the cells of all tables in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th") or (self.inside and tag not in ("tr", "table"))
        if tag in ("td", "th"):
            self.rows = self.rows or [[]]
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th", "tr", "table")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def _page_rows(text: str) -> Iterator[RosterRow]:
    page = _Page()
    page.feed(text)
    for line, row in enumerate(page.rows, start=1):
        yield RosterRow(line, tuple(map(tidy, row)))


def _csv_rows(path: Path, text: str, known_columns: Callable[[Sequence[str]], int]) -> Iterator[RosterRow]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    if lines[0].startswith("sep=") and len(lines[0]) == 5:  # what Excel is told so
        separator, lines[0] = lines[0][4], ""
    else:
        separator = max(SEPARATORS, key=lambda sign: _fits(sign, lines, known_columns))
    at = 0
    while at < len(lines):
        taken, row = _one_row(lines, at, separator)
        if row is None:
            yield RosterRow(at + 1, fault=RosterError("roster.bad_quotes", path=path, line=at + 1))
        else:
            yield RosterRow(at + taken, tuple(tidy(cell.replace("\n", " ")) for cell in row))
        at += taken


def _fits(separator: str, lines: Sequence[str], known_columns: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    """Return how many titles a separator makes known, and else how many cells of the fullest first lines."""
    first = [line for line in lines[:HEADER_ROWS] if line.strip()]
    titles = max((known_columns(line.replace('"', "").split(separator)) for line in first), default=0)
    return titles, min((line.count(separator) for line in first), default=0)


def _one_row(lines: Sequence[str], at: int, separator: str) -> tuple[int, list[str] | None]:
    """Return how many lines a row takes and its cells, None where a quotation mark opens and does not close in it."""
    for count in range(1, min(6, len(lines) - at) + 1):  # nobody's cell has more lines
        text = "\n".join(lines[at : at + count])
        if text.count('"') % 2:
            continue
        try:
            row = next(csv.reader(io.StringIO(text), delimiter=separator), [])
        except csv.Error:
            return 1, None
        swallowed = count > 1 and any("\n" in cell and separator in cell for cell in row)
        return (1, None) if swallowed else (count, row)
    if separator in lines[at] and lines[at].count('"') == 1 and _is_inch(lines[at], separator):
        return 1, lines[at].split(separator)
    return 1, None


def _is_inch(line: str, separator: str) -> bool:
    """Whether a lone mark stands inside a cell, where it opens nothing."""
    return not any(cell.lstrip().startswith('"') for cell in line.split(separator))

"""Texts as cells of a CSV file: what a spreadsheet shows, and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.output.text import printable

# What begins a cell. A number alone is harmless.
START = re.compile(
    r"""^([\s"]*(?=[=@＝＠])|\s*(?=[+\-＋－])(?![+\-]\d+(?:[.,]\d+)?\s*(?:$|[;,\t|)\]}])))""",
)
# What stands after a sign that a spreadsheet of another country takes for the end of a cell, or on a further line. A
# sign there does harm only where it is followed by a call, or by an address of another program (DDE) or sheet; else it
# is a list's dash, a number, or code in a sentence.
INSIDE = re.compile(
    r"""(?<=[;,\t|\n])([\s"]*)(?=[=@＝＠]|[+\-＋－](?!\d+(?:[.,]\d+)?\s+[^\W\d_])(?:(?!,\s)[^;\t\n])*[(!|])""",
)


def safe(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.

    See OWASP, "CSV Injection": = + - @, tab and carriage return begin a formula, also in the middle of a cell where the
    spreadsheet separates by another sign than the file does (Excel in Chile: a semicolon). A sentence that holds
    quotes, signs or lists stays as it is.
    """
    return _guarded(printable(text))


def lines(text: str) -> str:
    """A text of several lines that is as safe as one of one line; dashes before the items of a list stay alone."""
    return _guarded("\n".join(map(printable, text.split("\n"))))


def _guarded(text: str) -> str:
    return INSIDE.sub(r"\1'", START.sub(r"\1'", text, count=1))


def encode(rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\n", signed: bool = False) -> bytes:
    """Rows as a CSV file (RFC 4180) in UTF-8, `signed` with a byte order mark where the site's own file had one."""
    text = "".join(_line(row, delimiter) + newline for row in rows)
    return text.encode("utf-8-sig" if signed else "utf-8", errors="replace")


def _line(row: Sequence[str], delimiter: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerow(row)  # quotes only the ends that it knows
    return file.getvalue().removesuffix("\r\n")

"""Texts as cells of a CSV file: what a spreadsheet shows, and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.output.text import printable

# At the start, or after what a spreadsheet of another country takes for the end of a cell. A number alone is harmless.
FORMULA = re.compile(r"""(^|[;,\t|])([\s"]*)(?=[=@＝＠+\-＋－])(?![+\-]\d+(?:[.,]\d+)?\s*(?:$|[;,\t|)\]}]))""")


def safe(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.

    See OWASP, "CSV Injection": = + - @, tab and carriage return begin a formula, also in the middle of a cell where the
    spreadsheet separates by another sign than the file does (Excel in Chile: a semicolon).
    """
    return FORMULA.sub(r"\1\2'", printable(text))


def lines(text: str) -> str:
    """A text of several lines, each of them safe."""
    return "\n".join(safe(line) for line in text.split("\n"))


def encode(rows: Iterable[Sequence[str]], delimiter: str = ",", newline: str = "\n", signed: bool = False) -> bytes:
    """Rows as a CSV file (RFC 4180) in UTF-8, `signed` with a byte order mark where the site's own file had one."""
    text = "".join(_line(row, delimiter) + newline for row in rows)
    return text.encode("utf-8-sig" if signed else "utf-8", errors="replace")


def _line(row: Sequence[str], delimiter: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerow(row)  # quotes only the ends that it knows
    return file.getvalue().removesuffix("\r\n")

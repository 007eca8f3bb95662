"""Decodes the bytes of a notebook's file, whatever editors, version control and other systems made of them."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from autograder.errors import SubmissionError

BOM = "\ufeff"
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
# a string that nothing closes reaches to the end, so that what is in it is not looked through again and again
STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.?)*+"?)|,(?=\s*[}\]])', re.DOTALL)
CONFLICT_MARKS = tuple(re.compile(rf"(?m)^{mark}$") for mark in ("<{7}(?: .*)?", "={7}", ">{7}(?: .*)?"))
SURROGATE = re.compile("[\ud800-\udfff]")


def notebook_table(path: PurePath, content: bytes) -> dict[str, Any]:
    """Return the JSON object in the bytes of a notebook's file.

    Read are UTF-8, UTF-16, UTF-32 and Windows' encoding, any number of byte order marks, and commas after the last
    item; half a surrogate pair becomes U+FFFD. Raises SubmissionError that says what is wrong where it is no notebook.
    """
    text, is_unicode = _decoded(content)
    try:
        table = _loaded(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        if next(_conflict_places(text), None):
            raise SubmissionError("submission.conflict", path=path) from None
        if not is_unicode:
            raise SubmissionError("submission.not_utf8", path=path) from None
        looks_like_one = text.startswith("{") and '"cells"' in text
        key = "submission.truncated" if looks_like_one else "submission.no_json"
        raise SubmissionError(key, path=path, fault=error) from None
    version = _version(table)
    if version is None:
        raise SubmissionError("submission.no_notebook", path=path)
    return {**table, "nbformat": version}


def without_conflicts(source: str) -> tuple[str, tuple[str, ...]]:
    """Return a cell with the first side of each conflict that git left in it, and the conflicts.

    Line numbers do not change.
    """

    def first_side(conflict: str) -> str:
        lines = conflict.split("\n")
        middle = next(number for number, line in enumerate(lines) if line == "=======")
        base = next((number for number, line in enumerate(lines[:middle]) if line.startswith("|||||||")), middle)
        return "\n".join(["", *lines[1:base], *[""] * (len(lines) - base)])

    whole, at, found = "", 0, []
    for start, end in _conflict_places(source):
        found.append(source[start:end])
        whole += source[at:start] + first_side(found[-1])
        at = end
    return whole + source[at:], tuple(found)


def _conflict_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where conflicts begin and end, in one pass: what one mark does not find, none behind it finds either."""
    opened, middle, closed = CONFLICT_MARKS
    at = 0
    while (
        (first := opened.search(text, at))
        and (second := middle.search(text, first.end()))
        and (last := closed.search(text, second.end()))
    ):
        at = last.end()
        yield first.start(), at


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it is in an encoding of Unicode."""
    encoding = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding, "surrogatepass").lstrip(f"{BOM} \t\r\n"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").lstrip(" \t\r\n"), False


def _loaded(text: str) -> Any:
    try:
        table = json.loads(text, strict=False)
    except ValueError:
        table = json.loads(STRING_OR_COMMA.sub(lambda found: found[1] or "", text), strict=False)
    if "\\ud" not in text.lower() and not SURROGATE.search(text):
        return table
    whole = json.dumps(table, ensure_ascii=False)
    return json.loads(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _version(table: Any) -> int | None:
    """The major version of the format that a notebook says it has, or seems to have; None for no notebook."""
    if not isinstance(table, dict):
        return None
    told = table.get("nbformat")
    try:
        return int(float(told)) if isinstance(told, str | float | int) and not isinstance(told, bool) else _guess(table)
    except (ValueError, OverflowError):
        return _guess(table)


def _guess(table: dict[str, Any]) -> int | None:
    if isinstance(table.get("cells"), list):
        return 4
    return 3 if isinstance(table.get("worksheets"), list) else None

"""Text made fit for whoever takes it: a terminal, a file, a database, a reader of Spanish."""

import json
import re
from collections.abc import Sequence
from typing import Any

from rich.text import Text

UNSEEN = (  # in the first 64 Ki of Unicode: commands of terminals, directions, joiners and ends of lines (UAX 9, 44)
    *((0x7F, 0xA0), (0xAD, 0xAE), (0x600, 0x606), (0x61C, 0x61D), (0x6DD, 0x6DE), (0x70F, 0x710), (0x180E, 0x180F)),
    *((0x200B, 0x2010), (0x2028, 0x202F), (0x2060, 0x2070), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC)),
)
UNSEEN_SIGN = re.compile("[" + "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in UNSEEN) + "]")
SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")


def printable(text: str) -> str:
    """Return a text with a space for each sign that cannot be seen: they break lines, move cursors, or spoil files."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def visible(text: str) -> str:
    """Return a text of several lines with a space for each sign that cannot be seen, but for tabs and ends of lines.

    Such signs are commands to terminals, and those that turn the direction of text or hide between letters, by which a
    name or an answer is shown as another.
    """
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)


def terminal_text(text: str, style: str = "") -> Text:
    """Return a text for a terminal in which nothing is taken for markup or for a terminal's commands."""
    return Text(printable(text), style=style)


def json_text(table: Any) -> str:
    """Return a table as JSON for people to read: signs that cannot be seen are escaped, also those that JSON allows."""
    return escaped(json.dumps(table, ensure_ascii=False, indent=2))


def escaped(text: str) -> str:
    """Return JSON with escapes for signs that cannot be seen."""
    return UNSEEN_SIGN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def encodable(text: str) -> str:
    """Return a text that every file and database takes: without NUL and half characters, which students can write."""
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\0", "?")


def format_points(value: float | None) -> str:
    """Return points as people write them; a dash where they are not known."""
    return "–" if value is None else f"{value:g}"


def decode_spanish(raw: bytes, encodings: Sequence[str]) -> str:
    """Decode bytes by whichever encoding makes most Spanish letters of them, the first of those that make as many."""
    readings = [raw.decode(encoding, errors="replace") for encoding in encodings]
    return max(readings, key=lambda text: sum(sign in SPANISH for sign in text))

"""Text made fit for whoever takes it: a terminal, a file, a database, a reader of Spanish."""

import unicodedata
from collections.abc import Sequence

from rich.text import Text

SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")


def printable(text: str) -> str:
    """Return a text with a space for each sign that cannot be seen: they break lines, move cursors, or spoil files."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def terminal_text(text: str, style: str = "") -> Text:
    """Return a text for a terminal in which nothing is taken for markup or for a terminal's commands."""
    return Text("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text), style=style)


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

"""The names of files: those in an archive, which are only ever read, and the marks that systems put on a copy's name.

Such marks are those of "Copy of lab (2).ipynb", "lab-Copy1.ipynb" and "lab - copia.ipynb".
"""

import re
import unicodedata
from functools import lru_cache
from zipfile import ZipInfo

from autograder.output.text import decode_spanish

UTF8 = 0x800  # the general purpose bit that says so (APPNOTE 4.4.4)
LEGACY = ("cp437", "cp1252", "cp850")  # of zip itself, of Windows, and of its command line in Western Europe
LONGEST = 200
DEEPEST = 32


MARKS = re.compile(
    r"^(?:copy|copia|cópia)\s+(?:\d+\s+)?(?:of|de)\s+"
    r"|\s*\((?P<download>\d{1,3})\)$"
    r"|[\s_-]+(?:copy|copia)\s?(?P<copy>\d{0,3})$"
    r"|-(?P<site>\d{1,2})$",
    re.IGNORECASE,
)


def member_name(info: ZipInfo) -> str:
    """Return a member's name; where no encoding is declared, read as UTF-8, or as what reads best in Spanish."""
    name = info.orig_filename
    if info.flag_bits & UTF8:
        return name
    raw = name.encode("cp437", errors="replace")  # zipfile has read it so
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode_spanish(raw, LEGACY)


def member_path(name: str) -> tuple[str, ...]:
    """Return the folder names and file name of a member, without any "..", root or drive; a folder's ends in ""."""
    found = [printable_name(part) for part in re.split(r"[/\\]", name)]
    kept = [part for part in found if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    if len(kept) > DEEPEST:
        kept = [*kept[: DEEPEST - 1], kept[-1]]
    return (*kept, "") if found[-1] == "" or not kept else tuple(kept)


def printable_name(name: str) -> str:
    """Return a name in composed Unicode, cut where it is overlong, unprintable characters replaced."""
    composed = unicodedata.normalize("NFC", name).strip()
    plain = "".join(sign if sign.isprintable() else "_" for sign in composed)
    if len(plain) <= LONGEST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST - 20]}…{dot}{ending[:18]}" if dot else plain[:LONGEST]


@lru_cache(maxsize=1 << 14)
def strip_copy_marks(stem: str) -> tuple[str, int]:
    """Return a file's name without the marks of a copy, and the number of the first mark; 0 where there is none."""
    number, plain = 0, stem.strip()
    while match := MARKS.search(plain):
        left = (plain[: match.start()] + plain[match.end() :]).strip()
        if not left:
            break
        number = number or int(match["download"] or match["copy"] or match["site"] or 1)
        plain = left
    return plain.casefold(), number

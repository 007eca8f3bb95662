"""The names in an archive: as people wrote them, and good for nothing but reading."""

import re
import unicodedata
from zipfile import ZipInfo

from autograder.output.text import decode_spanish

UTF8 = 0x800  # the general purpose bit that says so (APPNOTE 4.4.4)
LEGACY = ("cp437", "cp1252", "cp850")  # of zip itself, of Windows, and of its command line in Western Europe
LONGEST = 200
DEEPEST = 32


def decoded(info: ZipInfo) -> str:
    """A member's name; where the archive does not say how it is written, UTF-8, or else what reads best in Spanish."""
    name = info.orig_filename
    if info.flag_bits & UTF8:
        return name
    raw = name.encode("cp437", errors="replace")  # zipfile has read it so
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode_spanish(raw, LEGACY)


def parts(name: str) -> tuple[str, ...]:
    """The names on the way to a member, none of which leads anywhere else; "" at the end of a folder's."""
    found = [readable(part) for part in re.split(r"[/\\]", name)]
    kept = [part for part in found if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)]
    if len(kept) > DEEPEST:
        kept = [*kept[: DEEPEST - 1], kept[-1]]
    return (*kept, "") if found[-1] == "" or not kept else tuple(kept)


def readable(name: str) -> str:
    """A name in composed letters, cut where it is overlong, without signs that cannot be shown."""
    composed = unicodedata.normalize("NFC", name).strip()
    plain = "".join(sign if sign.isprintable() else "_" for sign in composed)
    if len(plain) <= LONGEST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST - 20]}…{dot}{ending[:18]}" if dot else plain[:LONGEST]

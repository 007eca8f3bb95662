"""A RUT as people write it: with dots or without, a hyphen or none."""

import re

from autograder.people.identity import BODY, check_digit

WRITTEN = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{3}){2}|\d{7,8})\s?[-‐‑–]\s?([\dkK])(?!\w)")
PLAIN = re.compile(r"(\d{1,3}(?:\.\d{3}){2}|\d{7,8})\s?[-‐‑–]?\s?([\dkK])")


def parse(text: str) -> str | None:
    """The RUT that a text is, as "20668440-2"; None where it is none, or its check digit is wrong."""
    return _valid(PLAIN.fullmatch(text.strip()))


def find(text: str) -> str | None:
    """The first RUT in a text; there it must have its hyphen, for other numbers look like one too."""
    return next((rut for match in WRITTEN.finditer(text) if (rut := _valid(match))), None)


def _valid(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    body, digit = int(match[1].replace(".", "")), match[2].upper()
    return f"{body}-{digit}" if body in BODY and check_digit(body) == digit else None

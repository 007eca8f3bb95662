"""Reads Chilean RUTs with or without dots and hyphen, or from a number, and writes all of them as "20668440-2"."""

import re

from stdnum.cl import rut as standard

BODIES = range(1_000_000, 100_000_000)
RUT_IN_TEXT = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{3}){2}|\d{7,8})\s?[-‐‑–]\s?([\dkK])(?!\w)")
WHOLE_RUT = re.compile(r"0*(\d{7,8})[-‐‑–]?([\dkK])")


def parse(text: str) -> str | None:
    """Return the RUT that a whole text is, however it is spaced; None where it is none or its check digit is wrong."""
    return _valid_rut(WHOLE_RUT.fullmatch(re.sub(r"[\s.]", "", text)))


def find(text: str) -> str | None:
    """Return the first RUT in a text, or None; it must have its hyphen there, for other numbers look like RUTs too."""
    return next((rut for match in RUT_IN_TEXT.finditer(text) if (rut := _valid_rut(match))), None)


def from_number(number: int) -> str | None:
    """Return the RUT that a number is, or None: body and check digit, or the body alone where the digit is K.

    A number cannot contain the K.
    """
    body, digit = divmod(number, 10)
    if body in BODIES and check_digit(body) == str(digit):
        return f"{body}-{digit}"
    if number in BODIES and check_digit(number) == "K":
        return f"{number}-K"
    return None


def check_digit(body: int) -> str:
    """Return the check digit of a RUT's body: modulus 11 with the weights 2 to 7 from the right, where 10 is "K"."""
    return str(standard.calc_check_digit(str(body)))


def _valid_rut(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    body, digit = int(match[1].replace(".", "")), match[2].upper()
    return f"{body}-{digit}" if body in BODIES and check_digit(body) == digit else None

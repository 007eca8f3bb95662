"""Chilean RUTs: read with dots or without, a hyphen or none, or from a number, and always written as "20668440-2"."""

import re

from stdnum.cl import rut as standard

BODIES = range(1_000_000, 100_000_000)
WRITTEN = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{3}){2}|\d{7,8})\s?[-‐‑–]\s?([\dkK])(?!\w)")
PLAIN = re.compile(r"0*(\d{7,8})[-‐‑–]?([\dkK])")


def parse(text: str) -> str | None:
    """The RUT that a text is, however it is spaced; None where it is none, or its check digit is wrong."""
    return _valid(PLAIN.fullmatch(re.sub(r"[\s.]", "", text)))


def find(text: str) -> str | None:
    """The first RUT in a text; there it must have its hyphen, for other numbers look like one too."""
    return next((rut for match in WRITTEN.finditer(text) if (rut := _valid(match))), None)


def from_number(number: int) -> str | None:
    """Read a number as a RUT: body and check digit, or the body alone where the digit is K, which no number can hold.

    None where it is neither.
    """
    body, digit = divmod(number, 10)
    if body in BODIES and check_digit(body) == str(digit):
        return f"{body}-{digit}"
    if number in BODIES and check_digit(number) == "K":
        return f"{number}-K"
    return None


def check_digit(body: int) -> str:
    """The check digit of a RUT: modulus 11 with the weights 2 to 7 from the right, where 10 reads K."""
    return str(standard.calc_check_digit(str(body)))


def _valid(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    body, digit = int(match[1].replace(".", "")), match[2].upper()
    return f"{body}-{digit}" if body in BODIES and check_digit(body) == digit else None

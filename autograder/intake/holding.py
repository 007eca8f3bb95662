"""All that one student has handed in, as far as the place tells."""

import re
from dataclasses import dataclass

from autograder.intake.file import File
from autograder.people import rut
from autograder.people.person import Person


@dataclass(frozen=True)
class Holding:
    """Files of one student, and where they lay.

    `sure` says that a course site names the owner; else it is a guess, and the files may be those of several. `shared`
    says that the folder is everybody's: then a file is taken by itself unless it says whose it is.
    """

    owner: Person
    source: str
    files: tuple[File, ...]
    sure: bool = False
    shared: bool = False


def named(text: str) -> Person:
    """Whoever a folder's name names: by e-mail, RUT, number, or else by name."""
    plain = _spaced(text.replace("_", " "))
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text.strip()):
        return Person(email=text.strip())
    if whole := rut.parse(plain):
        return Person(rut=whole)
    if plain.isdecimal():
        return Person(id=plain)
    number = re.search(r"(?<![\d.-])\d{4,}(?![\d.-])", plain)
    within = rut.find(plain) or ""
    name = _spaced(re.sub(r"[\d().-]{3,}(?:[kK]\b)?|\(\d\)", " ", plain)).strip(" -.,")
    if not (name or number or within):
        name = plain
    return Person(id=number[0] if number else "", name=name, rut=within)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

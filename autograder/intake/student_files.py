"""The files that one student has handed in, and what the name of a folder says about its owner."""

import re
from dataclasses import dataclass

from autograder.intake.file import SubmittedFile
from autograder.people import rut
from autograder.people.person import Person


@dataclass(frozen=True)
class StudentFiles:
    """The files of one student, and the folder or archive that they were found in.

    `sure` says that a course site names the owner; else it is a guess, and the files may be those of several. `shared`
    says that the folder is everybody's: then a file is taken by itself unless it says whose it is. `site` is the name
    of the course site, and `named` the text that a guess was made from.
    """

    owner: Person
    source: str
    files: tuple[SubmittedFile, ...]
    sure: bool = False
    site: str = ""
    named: str = ""
    shared: bool = False


def person_from_name(text: str) -> Person:
    """Return the person that a folder's name stands for: an e-mail, a RUT, a student number, or else a name."""
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

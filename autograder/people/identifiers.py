"""Identifiers (id, RUT, e-mail, name, file) by which the gradebook recognises a student, in one spelling each."""

import hashlib
from collections.abc import Mapping, Set

from autograder.output.text import encodable
from autograder.people import rut
from autograder.people.matching import is_part_of_name, plain_key
from autograder.people.names import words
from autograder.people.person import Person

KINDS = ("id", "rut", "email", "name")  # the strongest first; after them the file itself
SOURCE = "source"
LONGEST = 200
BETWEEN = "\t"

Known = Mapping[str, Set[str]]
"""The signs of a student in the book, by kind."""


def signs(person: Person) -> dict[str, str]:
    """The signs of a person by kind, the strongest first; what is not known of them has none."""
    spelt = {
        "id": person.id.strip(),
        "rut": rut.parse(person.rut) or "",
        "email": plain_key(person.email),
        "name": _name(person.name),
    }
    return {kind: _short(spelt[kind]) for kind in KINDS if spelt[kind]}


def file_sign(lab: str, source: str) -> str:
    """The sign of a file that was handed in for a lab."""
    return f"{lab}{BETWEEN}{_short(source)}"


def tie(known: Known, person: Mapping[str, str], file: str | None) -> str | None:
    """The kind of sign that makes a person, or the owner of a file, a student in the book; None where none does.

    The strongest that is known of both decides, whatever the weaker ones say. A RUT or an address needs a name beside
    it that is not somebody else's, since seeds are copied. A name alone puts no file on top of another: it ties a
    file only to a student from whom none but this came for the lab. Where a file lay ties it to a student of whom
    nothing else is known.
    """
    for kind in KINDS:
        if kind not in known or kind not in person:
            continue
        if person[kind] not in known[kind]:
            return None
        if kind in ("rut", "email") and not _alike(known.get("name", set()), person.get("name", "")):
            return None
        return None if kind == "name" and file and _others(known, file) else kind
    unnamed = not any(kind in known for kind in KINDS)
    return SOURCE if file and unnamed and file in known.get(SOURCE, set()) else None


def _others(known: Known, file: str) -> bool:
    lab = file.partition(BETWEEN)[0]
    return any(other != file and other.partition(BETWEEN)[0] == lab for other in known.get(SOURCE, set()))


def _alike(names: Set[str], name: str) -> bool:
    """Whether a name is part of one of those known, or the other way round; no name contradicts none."""
    own = set(name.split())
    return not own or not names or any(is_part_of_name(own, set(other.split())) for other in names)


def _name(text: str) -> str:
    return " ".join(sorted(set(words(text)))) or plain_key(text)


def _short(text: str) -> str:
    """A text short enough for an index, and whole enough not to be taken for another."""
    plain = encodable(text)
    return plain if len(plain) <= LONGEST else hashlib.sha256(plain.encode()).hexdigest()

"""Computes the identifiers (id, RUT, e-mail, name, file) by which the gradebook recognises a student."""

import hashlib
from collections.abc import Mapping, Set

from autograder.output.text import encodable
from autograder.people import rut
from autograder.people.matching import plain_key
from autograder.people.names import is_part_of_name, is_telling_name, names_contradict, words
from autograder.people.person import Person

KINDS = ("id", "rut", "email", "name")  # the strongest first; after them the file itself
SOURCE = "source"
LONGEST = 200
SEPARATOR = "\t"

KnownIdentifiers = Mapping[str, Set[str]]
"""All identifiers of one student in the gradebook, by kind."""


def identifiers_of(person: Person) -> dict[str, str]:
    """Return a person's identifiers by kind (`KINDS`, the strongest first); a kind that is not known is left out."""
    texts = {
        "id": person.id.strip(),
        "rut": rut.parse(person.rut) or "",
        "email": plain_key(person.email),
        "name": _name_key(person.name),
    }
    return {kind: _shortened(texts[kind]) for kind in KINDS if texts[kind]}


def same_person(ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Return whether the identifiers of two people are those of one, by the strongest kind that is known of both."""
    return next((ours[kind] == theirs[kind] for kind in ours if kind in theirs), False)


def file_identifier(lab: str, source: str) -> str:
    """Return the identifier of a file that was handed in for a lab: both names, separated by a tab."""
    return f"{lab}{SEPARATOR}{_shortened(source)}"


def matching_kind(known: KnownIdentifiers, person: Mapping[str, str], file: str | None) -> str | None:
    """Return the kind of identifier by which a student of the gradebook matches a person or a file's owner, or None.

    The strongest kind known of both decides, unless the whole names are two people's: sites count their people each for
    itself. A RUT or an e-mail counts only where the names do not contradict it, since students copy each other's seeds.
    A name alone must not put one file in the place of another: it matches a file only to a student who handed in no
    other file for the lab. A file's own path matches it only to a student of whom nothing else is known.
    """
    for kind in KINDS:
        if kind not in known or kind not in person:
            continue
        if person[kind] not in known[kind]:
            return None
        if kind in ("rut", "email") and not _names_agree(known.get("name", set()), person.get("name", "")):
            return None
        if kind == "id" and _names_contradict(known.get("name", set()), person.get("name", "")):
            return None
        return None if kind == "name" and file and _has_other_file(known, file) else kind
    unnamed = not any(kind in known for kind in KINDS)
    return SOURCE if file and unnamed and file in known.get(SOURCE, set()) else None


def _has_other_file(known: KnownIdentifiers, file: str) -> bool:
    """Return whether a student handed in another file for the same lab."""
    lab = file.partition(SEPARATOR)[0]
    return any(other != file and other.partition(SEPARATOR)[0] == lab for other in known.get(SOURCE, set()))


def _names_agree(names: Set[str], name: str) -> bool:
    """Return whether a name is part of a known one or the other way round; a missing name agrees with all."""
    name_words = set(name.split())
    return not name_words or not names or any(is_part_of_name(name_words, set(other.split())) for other in names)


def _names_contradict(names: Set[str], name: str) -> bool:
    """Return whether a name is somebody else's than all known ones: sites number their people each for itself."""
    whole = [other for other in names if is_telling_name(other)]
    return bool(whole) and is_telling_name(name) and all(names_contradict(name, other) for other in whole)


def _name_key(text: str) -> str:
    return " ".join(sorted(set(words(text)))) or plain_key(text)


def _shortened(text: str) -> str:
    """Return a text of at most `LONGEST` characters, or the SHA-256 of a longer one, so that an index can hold it."""
    plain = encodable(text)
    return plain if len(plain) <= LONGEST else hashlib.sha256(plain.encode()).hexdigest()

"""Decides whether two descriptions are of one person, and which person of a roster handed in which submission.

The rules for comparing ids, RUTs, e-mails and names stand here once, for the roster, the exports and the gradebook.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from autograder.errors import RosterError
from autograder.people import rut
from autograder.people.identity import Identity
from autograder.people.names import words
from autograder.people.person import Person

NAME_WORDS = 2  # words that a name must have to tell anybody apart
RUN_TOGETHER = range(2, 8)


def plain_key(text: str) -> str:
    """Return an id or an e-mail as it is compared: without surrounding spaces, in lower case."""
    return text.strip().casefold()


def number_keys(text: str) -> frozenset[str]:
    """Return the keys by which an id or a RUT is compared: the text itself and, where it is a valid RUT, that RUT.

    The body of a RUT without its check digit is not taken for a RUT.
    """
    return frozenset({plain_key(text), rut.parse(text) or ""} - {""})


def person_keys(person: Person) -> frozenset[str]:
    """Return all keys by which a person is compared: those of the id, the RUT and the e-mail."""
    return number_keys(person.id) | number_keys(person.rut) | email_keys(person.email)


def email_keys(text: str) -> frozenset[str]:
    """Return the key by which an e-mail is compared, as a set that is empty where there is none."""
    return frozenset({plain_key(text)} - {""})


def is_telling_name(name: str) -> bool:
    """Return whether a name has at least `NAME_WORDS` words, enough to find somebody by it alone."""
    return len(words(name)) >= NAME_WORDS


def is_part_of_name(one: Set[str], other: Set[str]) -> bool:
    """Return whether one name's words are all in the other: "Soto, Ana" and "Ana María Soto" may be one person."""
    return one <= other or other <= one


def may_be_one_name(one: str, other: str) -> bool:
    """Return whether two names share a word, or one is missing, so that they do not contradict a matching id.

    A single word may be several run together, as Canvas writes them: "sotoana" shares a word with "Ana Soto".
    """
    ours, theirs = words(one), words(other)
    if not ours or not theirs or set(ours) & set(theirs):
        return True
    return _has_word_inside(ours, theirs) or _has_word_inside(theirs, ours)


def _has_word_inside(joined: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(joined) == 1 < len(parts) and (joined[0].startswith(parts) or joined[0].endswith(parts))


@dataclass(frozen=True)
class Conflict:
    """Describes a contradiction that a person must settle: submissions' sources, people, and the reason as an error."""

    sources: tuple[str, ...]
    people: tuple[Person, ...]
    reason: RosterError


@dataclass(frozen=True)
class Matched:
    """Holds the result of matching submissions with a roster.

    `people` maps a submission's source to its author, `absent` are the people without a submission, `unclaimed` the
    sources without an author, and `conflicts` what a person must settle.
    """

    people: Mapping[str, Person]
    absent: tuple[Person, ...]
    unclaimed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Matcher:
    """Matches submissions with the people of a roster by id, RUT, e-mail or name."""

    people: tuple[Person, ...]

    def match(self, owners: Mapping[str, Person], identities: Mapping[str, Identity]) -> Matched:
        """Return the author of each submission, by its source.

        A file's place (`owners`) counts most, then the RUT in the notebook, then the name in it (`identities`).
        """
        matches: dict[str, Person] = {}
        conflicts: list[Conflict] = []
        for source, owner in owners.items():
            person, disagreements = self._match_one(source, owner, identities.get(source))
            if person is not None:
                matches[source] = person
            conflicts += disagreements
        conflicts += _shared_people(matches)
        present = set(matches.values())
        return Matched(
            matches,
            tuple(person for person in self.people if person not in present),
            tuple(source for source in owners if source not in matches),
            tuple(conflicts),
        )

    def _match_one(self, source: str, owner: Person, identity: Identity | None) -> tuple[Person | None, list[Conflict]]:
        placed = self._people_by_place(owner)
        signed = self._people_by_notebook(identity)
        people = tuple(dict.fromkeys((*placed, *signed)))
        if len(placed) > 1:
            return None, [_conflict(source, people, "roster.place_disagrees")]
        if placed and set(signed) - {placed[0]}:
            return placed[0], [_conflict(source, people, "roster.says_another")]
        if len(signed) > 1 and not placed:
            return None, [_conflict(source, people, "roster.signed_by_two")]
        if people:
            return people[0], []
        name = owner.name or (identity.name if identity and identity.name else "")
        namesakes = self._people_by_name(name)
        return None, [_conflict(source, namesakes, "roster.namesakes")] if len(namesakes) > 1 else []

    def _people_by_place(self, owner: Person) -> tuple[Person, ...]:
        """Return whom the place of a submission names; several people where it contradicts itself."""
        known = [p for text in (owner.id, owner.email, owner.rut) if (p := self._person_by_key(text)) is not None]
        named = self._people_by_name(owner.name)
        if (
            known
            and owner.name
            and len(named) != 1
            and not any(may_be_one_name(owner.name, person.name) for person in known)
        ):
            return (known[0], Person(name=owner.name))
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    def _people_by_notebook(self, identity: Identity | None) -> tuple[Person, ...]:
        """Return whom a notebook names by RUT or name; several people where it names several."""
        if identity is None:
            return ()
        ruts = [identity.rut, *map(rut.from_number, identity.seeds)]
        known = [person for text in ruts if text and (person := self._person_by_key(text)) is not None]
        named = self._people_by_name(identity.name or "")
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    def _person_by_key(self, text: str) -> Person | None:
        """Return the one person whose id, RUT, e-mail or e-mail user (before the @) a text is, else None."""
        plain = plain_key(text)
        for key in (("id", plain), ("email", plain), ("rut", rut.parse(plain) or ""), ("user", plain)):
            if key[1] and (people := self._people_by_key.get(key)):
                return people[0] if len(people) == 1 else None
        return None

    @cached_property
    def _people_by_key(self) -> Mapping[tuple[str, str], list[Person]]:
        """Return the people by kind and text of each of their keys."""
        people: dict[tuple[str, str], list[Person]] = {}
        for person in self.people:
            email = plain_key(person.email)
            keys = (
                ("id", plain_key(person.id)),
                ("email", email),
                ("rut", person.rut),
                ("user", email.partition("@")[0]),
            )
            for key in keys:
                people.setdefault(key, []).append(person)
        return people

    @cached_property
    def _names_and_people(self) -> tuple[tuple[tuple[str, ...], Person], ...]:
        return tuple((words(person.name), person) for person in self.people if person.name)

    def _people_by_name(self, name: str) -> tuple[Person, ...]:
        """Return the people of exactly a name, or else those of a longer or shorter form of it."""
        given = words(name)
        if not given:
            return ()
        exact = tuple(person for known, person in self._names_and_people if known == given)
        return exact or tuple(person for known, person in self._names_and_people if _is_name_form(given, known))


def _is_name_form(given: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether one name is a shorter form of the other, or the other with its words run together."""
    if len(given) == 1:
        return len(full) in RUN_TOGETHER and len(given[0]) == sum(map(len, full)) and _runs_together(given[0], full)
    shared = set(given) & set(full)
    return len(shared) >= NAME_WORDS and is_part_of_name(set(given), set(full))


def _runs_together(text: str, parts: tuple[str, ...]) -> bool:
    """Return whether a text is some words in any order without spaces, as Canvas writes names."""
    if not parts:
        return not text
    return any(
        text.startswith(part) and _runs_together(text[len(part) :], (*parts[:at], *parts[at + 1 :]))
        for at, part in enumerate(parts)
    )


def _shared_people(matches: Mapping[str, Person]) -> Iterator[Conflict]:
    """Yield a conflict for each person to whom several sources were matched."""
    sources: dict[Person, list[str]] = {}
    for source, person in matches.items():
        sources.setdefault(person, []).append(source)
    for person, claimed in sources.items():
        if len(claimed) > 1:
            reason = RosterError("roster.several", person=person_label(person), sources="; ".join(claimed))
            yield Conflict(tuple(claimed), (person,), reason)


def _conflict(source: str, people: tuple[Person, ...], key: str) -> Conflict:
    names = "; ".join(map(person_label, people))
    return Conflict((source,), people, RosterError(key, source=source, people=names))


def person_label(person: Person) -> str:
    """Return a person's name with a RUT, id or e-mail in parentheses, to be named in a sentence."""
    number = person.rut or person.id or person.email
    return f"{person.name} ({number})" if person.name and number else person.name or number

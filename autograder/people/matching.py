"""Whether two descriptions are one person's, and who of a roster handed in what.

The rules for ids, RUTs, e-mails and names stand here once: the roster, the exports and the gradebook all use them.
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
    """An id or an e-mail as it is compared: without spaces around it, in small letters."""
    return text.strip().casefold()


def number_keys(text: str) -> frozenset[str]:
    """What an id or a RUT is compared by: the text as it is, and the RUT that it is, where it is one.

    The body of a RUT without its check digit is no RUT.
    """
    return frozenset({plain_key(text), rut.parse(text) or ""} - {""})


def person_keys(person: Person) -> frozenset[str]:
    """The ids, RUT and e-mail of a person as they are compared."""
    return number_keys(person.id) | number_keys(person.rut) | email_keys(person.email)


def email_keys(text: str) -> frozenset[str]:
    """What an e-mail is compared by; nothing where there is none."""
    return frozenset({plain_key(text)} - {""})


def is_telling_name(name: str) -> bool:
    """Whether a name has enough words to find somebody by it alone."""
    return len(words(name)) >= NAME_WORDS


def is_part_of_name(one: Set[str], other: Set[str]) -> bool:
    """Whether all words of one name are in the other: "Soto, Ana" and "Ana María Soto" may be one person."""
    return one <= other or other <= one


def may_be_one_name(one: str, other: str) -> bool:
    """Whether two names have a word in common, so that they do not contradict an id; a missing name never does.

    A name of one word may be several run together, as Canvas writes them: "sotoana" has a word of "Ana Soto".
    """
    ours, theirs = words(one), words(other)
    if not ours or not theirs or set(ours) & set(theirs):
        return True
    return _has_word_inside(ours, theirs) or _has_word_inside(theirs, ours)


def _has_word_inside(joined: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(joined) == 1 < len(parts) and (joined[0].startswith(parts) or joined[0].endswith(parts))


@dataclass(frozen=True)
class Conflict:
    """Something that only a person can settle: what it is about, and `reason`, a sentence."""

    sources: tuple[str, ...]
    people: tuple[Person, ...]
    reason: RosterError


@dataclass(frozen=True)
class Matched:
    """The person of each source; who handed in nothing, what belongs to nobody, and what a person must settle."""

    people: Mapping[str, Person]
    absent: tuple[Person, ...]
    unclaimed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Matcher:
    """Knows the people on a roster by whatever tells them."""

    people: tuple[Person, ...]

    def match(self, owners: Mapping[str, Person], identities: Mapping[str, Identity]) -> Matched:
        """Find everybody's submission by its source.

        Whom the place tells (`owners`) counts most, then the RUT in the notebook, then the name in it (`identities`).
        """
        found: dict[str, Person] = {}
        conflicts: list[Conflict] = []
        for source, owner in owners.items():
            person, against = self._one(source, owner, identities.get(source))
            if person is not None:
                found[source] = person
            conflicts += against
        conflicts += _several(found)
        present = set(found.values())
        return Matched(
            found,
            tuple(person for person in self.people if person not in present),
            tuple(source for source in owners if source not in found),
            tuple(conflicts),
        )

    def _one(self, source: str, owner: Person, identity: Identity | None) -> tuple[Person | None, list[Conflict]]:
        placed = self._placed(owner)
        signed = self._signed(identity)
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
        alike = self._named(name)
        return None, [_conflict(source, alike, "roster.namesakes")] if len(alike) > 1 else []

    def _placed(self, owner: Person) -> tuple[Person, ...]:
        """Whom the place of a submission tells; several where it contradicts itself."""
        known = [p for text in (owner.id, owner.email, owner.rut) if (p := self._numbered(text)) is not None]
        named = self._named(owner.name)
        if (
            known
            and owner.name
            and len(named) != 1
            and not any(may_be_one_name(owner.name, person.name) for person in known)
        ):
            return (known[0], Person(name=owner.name))
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    def _signed(self, identity: Identity | None) -> tuple[Person, ...]:
        """Whom a notebook names by RUT or name; several where it names several."""
        if identity is None:
            return ()
        ruts = [identity.rut, *map(rut.from_number, identity.seeds)]
        known = [person for text in ruts if text and (person := self._numbered(text)) is not None]
        named = self._named(identity.name or "")
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    def _numbered(self, text: str) -> Person | None:
        """The one person whose id, RUT or e-mail (or what stands before its @) a text is."""
        plain = plain_key(text)
        for key in (("id", plain), ("email", plain), ("rut", rut.parse(plain) or ""), ("user", plain)):
            if key[1] and (found := self._numbers.get(key)):
                return found[0] if len(found) == 1 else None
        return None

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, str], list[Person]]:
        """The people by what tells them."""
        found: dict[tuple[str, str], list[Person]] = {}
        for person in self.people:
            email = plain_key(person.email)
            keys = (
                ("id", plain_key(person.id)),
                ("email", email),
                ("rut", person.rut),
                ("user", email.partition("@")[0]),
            )
            for key in keys:
                found.setdefault(key, []).append(person)
        return found

    @cached_property
    def _names(self) -> tuple[tuple[tuple[str, ...], Person], ...]:
        return tuple((words(person.name), person) for person in self.people if person.name)

    def _named(self, name: str) -> tuple[Person, ...]:
        """The people whom a name may mean: those of exactly that name, or else of a longer or shorter form of it."""
        given = words(name)
        if not given:
            return ()
        exact = tuple(person for known, person in self._names if known == given)
        return exact or tuple(person for known, person in self._names if _is_form(given, known))


def _is_form(given: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether one name is a shorter form of the other, or is the other with its words run together."""
    if len(given) == 1:
        return len(full) in RUN_TOGETHER and len(given[0]) == sum(map(len, full)) and _runs_together(given[0], full)
    shared = set(given) & set(full)
    return len(shared) >= NAME_WORDS and is_part_of_name(set(given), set(full))


def _runs_together(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a text is some words in any order, without spaces, as Canvas writes names."""
    if not parts:
        return not text
    return any(
        text.startswith(part) and _runs_together(text[len(part) :], (*parts[:at], *parts[at + 1 :]))
        for at, part in enumerate(parts)
    )


def _several(found: Mapping[str, Person]) -> Iterator[Conflict]:
    """The people to whom several sources belong."""
    sources: dict[Person, list[str]] = {}
    for source, person in found.items():
        sources.setdefault(person, []).append(source)
    for person, several in sources.items():
        if len(several) > 1:
            reason = RosterError("roster.several", person=shown(person), sources="; ".join(several))
            yield Conflict(tuple(several), (person,), reason)


def _conflict(source: str, people: tuple[Person, ...], key: str) -> Conflict:
    names = "; ".join(map(shown, people))
    return Conflict((source,), people, RosterError(key, source=source, people=names))


def shown(person: Person) -> str:
    """A person as a sentence names them."""
    number = person.rut or person.id or person.email
    return f"{person.name} ({number})" if person.name and number else person.name or number

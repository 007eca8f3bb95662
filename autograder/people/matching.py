"""Decides whether two descriptions are of one person, and which person of a roster handed in which submission.

The rules for comparing ids, RUTs, e-mails and names stand here once, for the roster, the exports and the gradebook.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from autograder.people import rut
from autograder.people.conflicts import Claim, Conflict, conflict, team_keys, without_teamwork
from autograder.people.groups import GROUP, group_key
from autograder.people.identity import Identity
from autograder.people.names import NAME_WORDS, is_name_form, is_telling_name, names_contradict, words
from autograder.people.names_in_text import may_be_called, names_another
from autograder.people.person import NOBODY, Person
from autograder.people.written_name import is_name

MIN_DIGITS = 4  # of a number within a name that may be an id
TELLS = re.compile(r"[\d@]")
TOKEN = re.compile(r"[^\W_]+(?:[.@-][^\W_]+)*")
BETWEEN_NAMES = re.compile(r"[,;/&+|\n]|\s+(?:y|e|and|con|with)\s+|\s-\s")


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


@dataclass(frozen=True)
class Matched:
    """Holds the result of matching submissions with a roster.

    `people` maps a submission's source to its author, or the first of them, and `partners` to the others of a group.
    `absent` are the people without a submission, `unclaimed` the sources without an author, and `conflicts` what a
    person must settle.
    """

    people: Mapping[str, Person]
    absent: tuple[Person, ...]
    unclaimed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    partners: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Matcher:
    """Matches submissions with the people of a roster by id, RUT, e-mail or name; `groups` are the roster's groups."""

    people: tuple[Person, ...]
    groups: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)

    def match(self, claims: Sequence[Claim]) -> Matched:
        """Return the author of each submission, by its source.

        A file's place counts most, then the RUT in the notebook, then the name in it. A file that could not be read is
        nobody's where its author has handed in another.
        """
        found: dict[str, tuple[Person, ...]] = {}
        conflicts: list[Conflict] = []
        for claim in claims:
            found[claim.source], disagreement = self._match_one(claim)
            conflicts += disagreement
        self._leave_to_each_their_own(found, claims)
        readable = {person for claim in claims if claim.sha256 for person in found[claim.source]}
        wrecks = (claim.source for claim in claims if not claim.sha256)
        found |= {source: () for source in wrecks if readable & set(found[source])}
        matches = {source: people[0] for source, people in found.items() if people}
        conflicts = without_teamwork(conflicts, claims, team_keys(claims, matches, self.groups))
        conflicts += _shared_people(found, {claim.source: claim.sha256 for claim in claims})
        present = {person for people in found.values() for person in people}
        absent = tuple(person for person in self.people if person not in present)
        told = {source for each in conflicts for source in each.sources}
        left = [claim for claim in claims if not claim.sure and claim.source not in {*matches, *told}]
        conflicts += self._maybe_theirs(left, absent)
        return Matched(
            matches,
            absent,
            tuple(claim.source for claim in claims if claim.source not in matches),
            tuple(conflicts),
            {source: people[1:] for source, people in found.items() if len(people) > 1},
        )

    def _leave_to_each_their_own(self, found: dict[str, tuple[Person, ...]], claims: Sequence[Claim]) -> None:
        """Take partners from a file where a site says that they, or others of the group, have handed in their own."""
        placed = {claim: self._people_by_place(claim.owner) for claim in claims if claim.sure and claim.sha256}
        alone = {claim: people[0] for claim, people in placed.items() if len(people) == 1}
        for claim, owner in alone.items():
            team = found[claim.source]
            one_work = len({other.sha256 for other, person in alone.items() if person in team}) == 1
            stay = team if one_work else self._people_in_list((claim.identity and claim.identity.name) or "")
            others = (person for person in team if person in stay and person not in alone.values())
            found[claim.source] = tuple(person for person in (owner, *others) if person in team)

    def _match_one(self, claim: Claim) -> tuple[tuple[Person, ...], list[Conflict]]:
        source, owner, identity = claim.source, claim.owner, claim.identity
        placed = self._people_by_place(owner)
        signed = self._people_by_notebook(identity)
        if len(placed) > 1:
            return (), [conflict([source], (*placed, *signed), "roster.place_disagrees")]
        numbered = () if claim.sure else self._people_by_number(claim.named)
        if placed and set(numbered) - set(placed):
            return (), [conflict([source], (*placed, *numbered, *signed), "roster.place_disagrees")]
        written = () if placed or claim.sure else self._people_by_text(claim.named) or self._person_by_folders(claim)
        team = self._team(claim, placed or written)
        if team:
            others = [] if not signed or set(signed) & set(team) else [(*team, *signed)]
            return team, [conflict([source], people, "roster.says_another") for people in others]
        if len(written) == 1:
            placed = written
        if placed and set(signed) - {placed[0]}:
            return placed[:1], [conflict([source], (*placed, *signed), "roster.says_another")]
        if len(signed) > 1 and not placed:
            return (), [conflict([source], signed, "roster.signed_by_two")]
        if signed and not placed and is_name(owner.name) and names_contradict(owner.name, signed[0].name):
            return (), [conflict([source], (owner, *signed), "roster.place_disagrees")]
        if placed or signed:
            return (*placed, *signed)[:1], []
        name = owner.name or (identity.name if identity and identity.name else "")
        namesakes = written or self._people_by_name(name)
        return (), [conflict([source], namesakes, "roster.namesakes")] if len(namesakes) > 1 else []

    def _maybe_theirs(self, unclaimed: Sequence[Claim], absent: Collection[Person]) -> Iterator[Conflict]:
        """Yield a conflict for each nobody's file in whose name stands some of the names of people without a file."""
        for claim in unclaimed:
            signed = (claim.identity.name or "") if claim.identity else ""
            alike = {*self._people_alike(claim.named)}
            called = (p for p in absent if p in alike or may_be_called(claim.named, p.name))
            if people := [person for person in called if not names_contradict(signed, person.name)]:
                yield conflict([claim.source], people, "roster.namesakes")

    def _team(self, claim: Claim, placed: tuple[Person, ...]) -> tuple[Person, ...]:
        """Return the people of a group whose work this is, as the list, the notebook or the place says; none else."""
        numbered = GROUP.search(claim.named) or GROUP.search(claim.owner.name)
        listed = self.groups.get(group_key(numbered[1]), ()) if numbered else ()
        name = claim.identity.name if claim.identity and claim.identity.name else ""
        signed = self._people_in_list(name) or (
            () if claim.sure and not numbered else self._people_in_list(claim.named)
        )
        team = listed or signed
        if not team or (placed and not set(placed) & set(team)):
            return ()
        return tuple(dict.fromkeys((*(person for person in placed if person in team), *team)))

    def _people_in_list(self, text: str) -> tuple[Person, ...]:
        """Return the people that a list of names names, each by a whole name; none where it names fewer than two."""
        parts = [part for part in BETWEEN_NAMES.split(text) if is_telling_name(part)]
        found = [self._people_by_name(part) for part in parts]
        people = tuple(dict.fromkeys(named[0] for named in found if len(named) == 1))
        return people if len(people) > 1 else ()

    def _people_by_place(self, owner: Person) -> tuple[Person, ...]:
        """Return whom the place of a submission names; several people where it contradicts itself."""
        known = [p for text in (owner.id, owner.email, owner.rut) if (p := self._person_by_key(text)) is not None]
        if GROUP.search(owner.name):
            return tuple(dict.fromkeys(known))
        named = self._people_by_name(owner.name)
        if known and len(named) != 1 and all(names_contradict(owner.name, person.name) for person in known):
            return (known[0], Person(name=owner.name))
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    def _people_by_text(self, text: str) -> tuple[Person, ...]:
        """Return whom the name of a folder or file may mean: by a number that is an id on the list, or by names in it.

        Only the list's own numbers count, and short ones only where there is nothing else. Who has but the given names
        of a text with another surname is not meant.
        """
        known = self._people_by_number(text)
        given = set(words(text)) & self._name_words
        alike = [(set(words(person.name)), person) for person in self._people_alike(text)]
        within = tuple(person for known_words, person in alike if given <= known_words)
        named = within or tuple(person for known_words, person in alike if known_words <= given)
        named = tuple(person for person in named if not names_another(text, person.name))
        if known and named and known[0] not in named and names_contradict(text, known[0].name):
            return (*known, *named)
        return known or named

    def _person_by_folders(self, claim: Claim) -> tuple[Person, ...]:
        """Return the one person of the list whom the folders of a file name, where its place is nobody's."""
        if claim.owner != NOBODY:
            return ()
        named = {people for folder in claim.folders if len(people := self._people_by_text(folder)) == 1}
        return named.pop() if len(named) == 1 else ()

    def _people_alike(self, text: str) -> tuple[Person, ...]:
        """Return those of whose names two words stand in a text; with words of other names it may be nobody's here."""
        given = set(words(text)) & self._name_words
        return tuple(person for known, person in self._names_and_people if len(given & set(known)) >= NAME_WORDS)

    def _people_by_number(self, text: str) -> tuple[Person, ...]:
        """Return whose ids, RUTs or e-mails of the list stand in a name, or are all of it."""
        tokens = [token for token in TOKEN.findall(text) if len(token) >= MIN_DIGITS and TELLS.search(token)]
        found = (self._person_by_key(token) for token in (text.strip(), *tokens))
        return tuple(dict.fromkeys(person for person in found if person is not None))

    def _people_by_notebook(self, identity: Identity | None) -> tuple[Person, ...]:
        """Return whom a notebook names by RUT or name; several people where it names several."""
        if identity is None:
            return ()
        ruts = [identity.rut, *map(rut.from_number, identity.seeds)]
        known = [person for text in ruts if text and (person := self._person_by_key(text)) is not None]
        name = identity.name or ""
        named = self._people_by_name(name)
        if known and len(named) != 1 and is_telling_name(name) and names_contradict(name, known[0].name):
            return (known[0], Person(name=name))
        return tuple(dict.fromkeys([*known, *(named if len(named) == 1 else ())]))

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset(word for known, _ in self._names_and_people for word in known if len(word) > 1)

    def _person_by_key(self, text: str) -> Person | None:
        """Return the one person whose id, RUT, e-mail or e-mail user a text is, else None."""
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
            names = (("id", plain_key(person.id)), ("email", email), ("rut", person.rut))
            for key in (*names, ("user", email.partition("@")[0])):  # what stands before the @
                people.setdefault(key, []).append(person)
        return people

    @cached_property
    def _names_and_people(self) -> tuple[tuple[tuple[str, ...], Person], ...]:
        return tuple((words(person.name), person) for person in self.people if words(person.name))

    def _people_by_name(self, name: str) -> tuple[Person, ...]:
        """Return the people of exactly a name, or else those of a longer or shorter form of it."""
        given = words(name)
        exact = tuple(person for known, person in self._names_and_people if known == given)
        return exact or tuple(person for known, person in self._names_and_people if is_name_form(given, known))


def _shared_people(found: Mapping[str, Sequence[Person]], files: Mapping[str, str]) -> Iterator[Conflict]:
    """Yield a conflict for each person to whom several sources of different content were matched."""
    sources: dict[Person, list[str]] = {}
    for source, people in found.items():
        for person in people:
            sources.setdefault(person, []).append(source)
    for person, claimed in sources.items():
        if len({files[source] or source for source in claimed}) > 1:
            yield conflict(claimed, [person], "roster.several")

"""Finds contradictions about whose a submission is; each has both sides and stands until a person settles it.

A conflict that is `held` leaves open which file counts for somebody, so that no mark of theirs goes out meanwhile. The
others, such as the same bytes from two people, are for a person to look at and hold nothing back.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.errors import RosterError
from autograder.people.groups import GROUP, LARGEST_TEAM, group_key
from autograder.people.identity import Identity
from autograder.people.names import is_telling_name, names_contradict, words
from autograder.people.person import NOBODY, Person

NO_GROUPS: Mapping[str, Sequence[Person]] = MappingProxyType({})
SIGNED = frozenset({"roster.says_another", "roster.names_disagree"})
FREE = frozenset({"roster.names_disagree", "roster.one_rut", "roster.same_bytes"})  # they hold no mark back

OF_SEVERAL = re.compile(r" \[\d+\]$")  # of a file that is several people's, from the second on


@dataclass(frozen=True)
class Claim:
    """One submission and all that says whose it is.

    `owner` is whom its place names, `sure` where a course site says so, and `named` the text of that place: the name of
    a folder, or of a file in a folder of everybody's. `identity` is what the notebook says, None where there is none.
    `sha256` is the digest of the notebook, empty where it could not be read; `rivals` are other versions of the same
    submission, of which nobody knows the last, `partners` the others of a group whom its place names, and `folders`
    the names of the folders that it lies in, the outermost first.
    """

    source: str
    owner: Person = NOBODY
    sure: bool = False
    named: str = ""
    identity: Identity | None = None
    sha256: str = ""
    rivals: tuple[str, ...] = ()
    partners: tuple[Person, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        """Return whom all this names without a list of the course: the place first, then the notebook."""
        name, rut = (self.identity.name or "", self.identity.rut or "") if self.identity else ("", "")
        owner = self.owner
        if self.disagrees:
            return owner
        return Person(owner.id, owner.name or name, owner.rut or rut, owner.email, owner.section)

    @property
    def disagrees(self) -> bool:
        """Return whether the place and the notebook name different people, by RUT, name or the name in an e-mail."""
        owner, signed = self.owner, self.identity
        if signed is None:
            return False
        if owner.rut and signed.rut and owner.rut != signed.rut:
            return True
        mailed = " ".join(re.findall(r"[^\W\d_]{3,}", owner.email.partition("@")[0]))
        names = [owner.name or (mailed if is_telling_name(mailed) else ""), *(p.name for p in self.partners)]
        return all(names_contradict(name, signed.name or "") for name in names)


@dataclass(frozen=True)
class Conflict:
    """Describes a contradiction that a person must settle: submissions' sources, people, and the reason as an error."""

    sources: tuple[str, ...]
    people: tuple[Person, ...]
    reason: RosterError

    @property
    def kind(self) -> str:
        """Return the kind of contradiction, such as "roster.several"."""
        return self.reason.key

    @property
    def held(self) -> bool:
        """Return whether the marks of these submissions wait for a person."""
        return self.kind not in FREE

    @property
    def signed(self) -> bool:
        """Return whether a notebook says that it is another person's than its place does."""
        return self.kind == "roster.says_another"

    def digest(self, files: Mapping[str, str]) -> str:
        """Return what tells this conflict from others: its kind, people, and sources with the digests of `files`.

        Of people only the strongest identifier counts, so that a corrected list of the course asks nothing again.
        """
        sides = sorted((source, files.get(source, "")) for source in self.sources)
        people = sorted(person.rut or person.id or person.email or person.name for person in self.people)
        return hashlib.sha256(json.dumps([self.kind, sides, people]).encode()).hexdigest()


def conflict(sources: Iterable[str], people: Iterable[Person], kind: str) -> Conflict:
    """Return a conflict of a kind between submissions and people; the text of the reason names both."""
    between, whose = tuple(sources), tuple(dict.fromkeys(people))
    labels = "; ".join(filter(None, map(person_label, whose)))
    values = {"source": "; ".join(between), "sources": "; ".join(between), "people": labels, "person": labels}
    return Conflict(between, whose, RosterError(kind, **values))


def conflicts_of_class(
    claims: Sequence[Claim], matches: Mapping[str, Person], groups: Mapping[str, Sequence[Person]] = NO_GROUPS
) -> Iterator[Conflict]:
    """Yield the conflicts among the submissions of a class that need no list of it.

    `matches` are the people whom a list gave to submissions, by source: what it says of these is not asked again.
    `groups` are its groups, whose people may hand in the same.
    """
    whose = {claim.source: matches.get(claim.source) or claim.person for claim in claims}
    read = [claim for claim in claims if claim.sha256]
    unlisted = [claim for claim in read if claim.source not in matches]
    teams = team_keys(claims, whose, groups)
    signed = [
        conflict([claim.source], [claim.owner, *claim.partners, _signature(claim)], "roster.names_disagree")
        for claim in unlisted
        if claim.disagrees
    ]
    yield from without_teamwork(signed, claims, teams)
    yield from _several(read, whose, matches)
    copies = list(_same_bytes(read, whose))
    yield from (each for each in copies if not _is_listed_team(each, teams))
    copied = [set(found.sources) for found in copies]
    yield from _one_rut(claims, whose, lambda claim: "" if claim.source in matches else claim.owner.rut)
    for found in _one_rut(read, whose, _signed_rut):
        if not any(set(found.sources) <= sources for sources in copied):
            yield found


def team_keys(
    claims: Sequence[Claim], whose: Mapping[str, Person], groups: Mapping[str, Sequence[Person]]
) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Return the teams that each submission may be of, by its source: those of the list, and of a site's names.

    A group in names that many have is a section and no team.
    """
    named = {
        claim.source: group_key(found[1]) for claim in claims if claim.sure and (found := GROUP.search(claim.named))
    }
    sizes = Counter(named.values())
    teams = {}
    for claim in claims:
        keys = {("listed", key) for key, team in groups.items() if whose.get(claim.source) in team}
        if sizes[group := named.get(claim.source, "")] in range(2, LARGEST_TEAM + 1):
            keys.add(("named", group))
        teams[claim.source] = frozenset(keys)
    return teams


def without_teamwork(
    found: Sequence[Conflict], claims: Sequence[Claim], teams: Mapping[str, frozenset[tuple[str, str]]]
) -> list[Conflict]:
    """Return conflicts without those about a file that is signed by one of its team, who handed in the same bytes."""
    doubted = {each.sources[0] for each in found if each.kind in SIGNED}
    others = [claim for claim in claims if claim.sha256 and claim.source not in doubted]
    agreed = {(claim.sha256, key) for claim in others for key in teams[claim.source]}
    work = {claim.source: {(claim.sha256, key) for key in teams[claim.source]} for claim in claims}
    return [each for each in found if each.kind not in SIGNED or not work[each.sources[0]] & agreed]


def person_label(person: Person) -> str:
    """Return a person's name with a RUT, id or e-mail in parentheses, to be named in a sentence."""
    number = person.rut or person.id or person.email
    return f"{person.name} ({number})" if person.name and number else person.name or number


def _several(read: Sequence[Claim], whose: Mapping[str, Person], matches: Mapping[str, Person]) -> Iterator[Conflict]:
    """Yield a conflict for each person with several notebooks of different content; nobody knows which one counts."""
    seen: set[frozenset[str]] = set()
    for claim in read:
        sources = frozenset((claim.source, *claim.rivals))
        if claim.rivals and not sources <= matches.keys() and sources not in seen:
            seen.add(sources)
            yield conflict(sorted(sources), [whose[claim.source]], "roster.versions")
    for key in ("id", "rut", "email", "name"):
        for group in _groups(read, lambda claim, key=key: _key(whose[claim.source], key)):  # type: ignore[misc]
            for together in _partition(group, lambda one, two: _may_be_same(whose[one.source], whose[two.source])):
                sources = frozenset(claim.source for claim in together)
                listed = sources <= matches.keys()
                apart = len({claim.sha256 for claim in together}) > 1
                if apart and not listed and not any(sources <= known for known in seen):
                    seen.add(sources)
                    yield conflict(sorted(sources), [whose[together[0].source]], "roster.several")


def _same_bytes(read: Sequence[Claim], whose: Mapping[str, Person]) -> Iterator[Conflict]:
    """Yield a conflict for each notebook that came from several people, byte for byte."""
    for group in _groups(read, lambda claim: claim.sha256):
        named = [claim for claim in group if whose[claim.source] != NOBODY]
        if len({OF_SEVERAL.sub("", claim.source) for claim in named}) == 1 and all(claim.sure for claim in named):
            continue  # one file, of which a site says that several have handed it in
        people = {whose[claim.source] for claim in named}
        if len(people) > 1 and not all(_may_be_same(whose[named[0].source], other) for other in people):
            yield conflict((c.source for c in named), (whose[c.source] for c in named), "roster.same_bytes")


def _is_listed_team(found: Conflict, teams: Mapping[str, frozenset[tuple[str, str]]]) -> bool:
    """Return whether the list of the course has all people of a conflict in one group."""
    shared = frozenset.intersection(*(teams[source] for source in found.sources))
    return any(kind == "listed" for kind, _ in shared)


def _one_rut(read: Sequence[Claim], whose: Mapping[str, Person], rut_of: Callable[[Claim], str]) -> Iterator[Conflict]:
    """Yield a conflict for each RUT under which submissions of people of different names stand."""
    for group in _groups(read, rut_of):
        people = {whose[claim.source] for claim in group}
        if any(names_contradict(whose[group[0].source].name, other.name) for other in people):
            signed = [Person(name=whose[claim.source].name, rut=rut_of(claim)) for claim in group]
            yield conflict((claim.source for claim in group), signed, "roster.one_rut")


def _signed_rut(claim: Claim) -> str:
    return (claim.identity.rut or "") if claim.identity else ""


def _groups(claims: Sequence[Claim], key: Callable[[Claim], str]) -> list[list[Claim]]:
    """Return the claims that share a key, where there are several; one without a key shares none."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        if text := key(claim):
            groups.setdefault(text, []).append(claim)
    return [group for group in groups.values() if len(group) > 1]


def _partition(claims: Sequence[Claim], same: Callable[[Claim, Claim], bool]) -> list[list[Claim]]:
    groups: list[list[Claim]] = []
    for claim in claims:
        group = next((group for group in groups if same(group[0], claim)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return groups


def _key(person: Person, field: str) -> str:
    """Return a person's id, RUT, e-mail or whole name as it is compared; empty where it tells nobody apart."""
    if field == "name":
        return " ".join(words(person.name)) if is_telling_name(person.name) else ""
    return str(getattr(person, field)).strip().casefold()


def _may_be_same(one: Person, two: Person) -> bool:
    """Return whether nothing that is known of two people contradicts that they are one."""
    for field in ("id", "rut"):
        ours, theirs = _key(one, field), _key(two, field)
        if ours and theirs and ours != theirs:
            return False
    return not names_contradict(one.name, two.name)


def _signature(claim: Claim) -> Person:
    identity = claim.identity
    return Person(name=identity.name or "", rut=identity.rut or "") if identity else NOBODY

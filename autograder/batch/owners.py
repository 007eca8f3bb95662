"""Says whose each submission of a class is, who has handed in nothing, and what a person must settle."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from autograder.batch.row import Row
from autograder.batch.submissions import Item, folder_names
from autograder.gradebook.decisions import KnownConflict
from autograder.messages import Catalogue
from autograder.people.conflicts import Conflict, conflicts_of_class, person_label
from autograder.people.identifiers import identifiers_of, same_person
from autograder.people.person import Person
from autograder.people.roster import Roster
from autograder.results.result import OwnerConflict

NO_PARTNERS: Mapping[str, tuple[Person, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Assigned:
    """The items with their authors; `people` are all on the roster, `absent` those without an item.

    `teams` are the groups of the roster.
    `notes` are what a person should read before anything is graded.
    """

    items: Sequence[Item]
    people: Sequence[Person]
    absent: Sequence[Person]
    conflicts: Sequence[Conflict]
    notes: Sequence[str]
    teams: Sequence[Sequence[Person]] = ()


def assign_owners(items: Sequence[Item], path: Path | None, say: Catalogue) -> Assigned:
    """Return whose the items are, by their places, their notebooks and the roster at a path, if there is one."""
    claims = [item.claim for item in items]
    roster = Roster.read(path) if path else Roster(())
    matched = roster.match(claims)
    conflicts = [*matched.conflicts, *conflicts_of_class(claims, matched.people, roster.groups)]
    unclaimed = [say("batch.unclaimed", source=source) for source in matched.unclaimed] if path else []
    notes = [*_sites(items, say), *(fault.render(say.language) for fault in roster.notes)]
    doubted = {source for conflict in conflicts for source in conflict.sources}
    known = {*matched.people, *(item.entry.source for item in items if item.entry.sure and item.entry.owner.id)}
    assigned = without_copies(assign_people(items, matched.people, matched.partners), known - doubted)
    return Assigned(assigned, roster.people, matched.absent, conflicts, [*notes, *unclaimed], [*roster.groups.values()])


def without_copies(items: Sequence[Item], known: Set[str]) -> list[Item]:
    """Return the items without further copies, byte for byte, of what somebody has handed in.

    Two downloads of one assignment hold them, or a folder beside its archive. `known` are the sources of which a list
    or a site says whose they are. A copy counts as an earlier version of the one that is kept.
    """
    kept: dict[object, Item] = {}
    for item in items:
        entry = item.entry
        sure = entry.source in known and item.sha256
        key = (entry.owner, entry.partners, item.sha256) if sure else entry.source
        first = kept.setdefault(key, item)
        if first is not item:
            older = (*first.entry.older, entry.source, *entry.older)
            kept[key] = replace(first, entry=replace(first.entry, older=older))
    return list(kept.values())


def assign_people(
    items: Sequence[Item], people: Mapping[str, Person], partners: Mapping[str, tuple[Person, ...]] = NO_PARTNERS
) -> list[Item]:
    """Return the items with their authors, given by source; an author from a roster also names the folder.

    `partners` are the others of the groups whose work some of them are.
    """
    sources = [item.entry.source for item in items]
    entries = [
        replace(
            item.entry, owner=people.get(source, item.entry.owner), partners=partners.get(source, item.entry.partners)
        )
        for source, item in zip(sources, items, strict=True)
    ]
    named = zip(items, entries, folder_names(entries), strict=True)
    return [replace(item, entry=entry, name=name) for item, entry, name in named]


def with_conflicts(
    items: Sequence[Item], found: Sequence[KnownConflict], aside: Set[str], say: Catalogue
) -> list[Item]:
    """Return the items with the conflicts about each of them; `aside` are the sources that count for nobody."""
    told: dict[str, list[OwnerConflict]] = {}
    for known in found:
        people = tuple(filter(None, map(person_label, known.conflict.people)))
        for source in known.conflict.sources:
            held = source in aside if known.settled else known.held
            sides = (known.conflict.kind, known.conflict.sources, people)
            about = OwnerConflict(*sides, held, known.text(say), known.author if known.settled else "")
            told.setdefault(source, []).append(about)
    return [replace(item, conflicts=tuple(told.get(item.entry.source, ()))) for item in items]


def decided_rows(rows: Sequence[Row], owners: Mapping[str, Sequence[Person]]) -> list[Row]:
    """Return a row for each person of each submission, as people have decided.

    `owners` are those for whom a submission counts, where that was decided, by its source; one that counts for nobody
    stays with whoever handed it in.
    """
    decided = [_decided_row(row, owners.get(row.source, ())) for row in rows]
    return [replace(row, person=person) for row in decided for person in (row.person, *row.partners)]


def absent_rows(
    people: Sequence[Person],
    rows: Sequence[Row],
    found: Sequence[KnownConflict],
    say: Catalogue,
    teams: Sequence[Sequence[Person]] = (),
) -> list[Row]:
    """Return a row for each of some people who have none among others; one that names what may be theirs.

    What another of the same team has handed in may be theirs too, which a person must say.
    """
    shown = [identifiers_of(row.person) for row in rows]
    known = {person: identifiers_of(person) for person in people}
    missing = [person for person, ours in known.items() if not any(same_person(ours, theirs) for theirs in shown)]
    doubts = [each.conflict for each in found if not each.settled]
    absent = []
    for person in missing:
        theirs = [source for conflict in doubts if person in conflict.people for source in conflict.sources]
        mates = [mate for team in teams if person in team for mate in team]
        of_team = [row.source for row in rows if row.person in mates and row.source]
        key = "batch.maybe" if theirs else "batch.of_team" if of_team else "batch.absent"
        absent.append(Row("", "", error=say(key, sources="; ".join(dict.fromkeys(theirs or of_team))), person=person))
    return absent


def _decided_row(row: Row, owners: Sequence[Person]) -> Row:
    named = [person for person in owners if identifiers_of(person)]
    return replace(row, person=named[0], partners=tuple(named[1:])) if named else row


def _sites(items: Sequence[Item], say: Catalogue) -> list[str]:
    """Say which course sites' exports were recognised, with the number of submissions in each."""
    sites = Counter(item.entry.site for item in items if item.entry.site)
    return [say("intake.site", site=site, count=count) for site, count in sites.items()]

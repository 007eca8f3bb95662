"""Which row of a site's file belongs to whom; where two things that are known disagree, to nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.export.note import Note, about
from autograder.people import rut
from autograder.people.names import words
from autograder.results.record import Standing

TELLING = 2  # words that a name must have to tell anybody apart


@dataclass(frozen=True)
class Seat:
    """A row of a site's file and whose it is, as the site says; what it does not say is empty."""

    row: int
    ids: tuple[str, ...] = ()
    mail: str = ""
    name: str = ""

    @property
    def who(self) -> str:
        """What to call its owner."""
        return " ".join(self.name.split()) or next(filter(None, self.ids), "") or self.mail


@dataclass(frozen=True)
class Seating:
    """Standings by row, and what the person who exports must know."""

    found: Mapping[int, Standing]
    notes: tuple[Note, ...]


def who(standing: Standing) -> str:
    """What to call the owner of a standing."""
    person = standing.person
    return person.name or person.id or person.rut or person.email or standing.file


def seat(seats: Sequence[Seat], standings: Sequence[Standing]) -> Seating:
    """Find the standing of each row: by id, RUT or e-mail; by name where none of them says anything.

    Where the site's ids turn out to be those that we know, whoever has another id is not looked for by name.

    A row with several candidates, or whose name has not one word in common with its candidate's, gets none, and neither
    do rows that would share one: a mark in the wrong row is worse than an empty cell.
    """
    candidates = _by_key(seats, standings)
    certain = _one_each({seat: found for seat, found in candidates.items() if found})
    taken = {id(standing) for standing in certain.values()}
    same = any(_ids(seat) & _keys(standing.person.id) for seat, standing in certain.items())
    rest = [standing for standing in standings if id(standing) not in taken and not (same and standing.person.id)]
    likely = _one_each(_by_name([seat for seat in seats if not candidates[seat]], seats, rest))
    found = certain | likely
    unclear = [seat for seat in seats if candidates[seat] and seat not in certain]
    seated = {id(standing) for standing in found.values()}
    return Seating(
        {seat.row: standing for seat, standing in found.items()},
        (
            *about("export.by_name", names=(seat.who for seat in likely)),
            *about("export.unclear", names=(seat.who for seat in unclear)),
            *about(
                "export.only_theirs", names=(seat.who for seat in seats if seat not in found and not candidates[seat])
            ),
            *about("export.only_ours", names=(who(standing) for standing in standings if id(standing) not in seated)),
        ),
    )


def _by_key(seats: Iterable[Seat], standings: Iterable[Standing]) -> dict[Seat, list[Standing]]:
    owners: dict[str, list[Standing]] = {}
    for standing in standings:
        person = standing.person
        for key in {*_keys(person.id), *_keys(person.rut), *_mail(person.email)}:
            owners.setdefault(key, []).append(standing)
    return {seat: _distinct(owners.get(key, ()) for key in _ids(seat) | _mail(seat.mail)) for seat in seats}


def _by_name(open: Iterable[Seat], seats: Iterable[Seat], standings: Iterable[Standing]) -> dict[Seat, list[Standing]]:
    """Candidates by their whole name, where no other row has it, one word is not all of it, and no e-mail disagrees."""
    alike = Counter(words(seat.name) for seat in seats)
    owners: dict[tuple[str, ...], list[Standing]] = {}
    for standing in standings:
        owners.setdefault(words(standing.person.name), []).append(standing)
    telling = [seat for seat in open if len(words(seat.name)) >= TELLING and alike[words(seat.name)] == 1]
    named = {seat: owners.get(words(seat.name), []) for seat in telling}
    return {
        seat: found
        for seat, found in named.items()
        if found and not (seat.mail and any(standing.person.email for standing in found))
    }


def _one_each(candidates: Mapping[Seat, list[Standing]]) -> dict[Seat, Standing]:
    wanted = Counter(id(standing) for found in candidates.values() for standing in found)
    return {
        seat: found[0]
        for seat, found in candidates.items()
        if len(found) == 1 and wanted[id(found[0])] == 1 and _fits(seat, found[0])
    }


def _fits(seat: Seat, standing: Standing) -> bool:
    theirs, ours = set(words(seat.name)), set(words(standing.person.name))
    return not (theirs and ours) or bool(theirs & ours)


def _distinct(groups: Iterable[Iterable[Standing]]) -> list[Standing]:
    return list({id(standing): standing for group in groups for standing in group}.values())


def _ids(seat: Seat) -> set[str]:
    return {key for text in seat.ids for key in _keys(text)}


def _keys(text: str) -> set[str]:
    """An id as it is, and as a RUT where it is one."""
    return {text.strip().casefold(), rut.parse(text) or ""} - {""}


def _mail(text: str) -> set[str]:
    return {text.strip().casefold()} - {""}

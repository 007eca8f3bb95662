"""Which row of a site's file belongs to whom; where two things that are known disagree, to nobody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.export.request import ExportNote, note_about_people
from autograder.people.matching import email_keys, is_telling_name, may_be_one_name, number_keys, person_keys
from autograder.people.names import words
from autograder.results.record import StudentRecord


@dataclass(frozen=True)
class SiteRow:
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
class RowMatches:
    """Records by row, and what the person who exports must know."""

    found: Mapping[int, StudentRecord]
    notes: tuple[ExportNote, ...]


def student_name(record: StudentRecord) -> str:
    """What to call the owner of a record."""
    person = record.person
    return person.name or person.id or person.rut or person.email or record.file


def match_rows(seats: Sequence[SiteRow], records: Sequence[StudentRecord]) -> RowMatches:
    """Find the record of each row: by id, RUT or e-mail; by name where none of them says anything.

    Where the site's ids turn out to be those that we know, whoever has another id is not looked for by name.

    A row with several candidates, or whose name has not one word in common with its candidate's, gets none, and neither
    do rows that would share one: a mark in the wrong row is worse than an empty cell.
    """
    candidates = _by_key(seats, records)
    certain = _one_each({seat: found for seat, found in candidates.items() if found})
    taken = {id(record) for record in certain.values()}
    same = any(_ids(seat) & number_keys(record.person.id) for seat, record in certain.items())
    rest = [record for record in records if id(record) not in taken and not (same and record.person.id)]
    likely = _one_each(_by_name([seat for seat in seats if not candidates[seat]], seats, rest))
    found = certain | likely
    unclear = [seat for seat in seats if candidates[seat] and seat not in certain]
    seated = {id(record) for record in found.values()}
    return RowMatches(
        {seat.row: record for seat, record in found.items()},
        (
            *note_about_people("export.by_name", names=(seat.who for seat in likely)),
            *note_about_people("export.unclear", names=(seat.who for seat in unclear)),
            *note_about_people(
                "export.only_theirs", names=(seat.who for seat in seats if seat not in found and not candidates[seat])
            ),
            *note_about_people(
                "export.only_ours", names=(student_name(record) for record in records if id(record) not in seated)
            ),
        ),
    )


def _by_key(seats: Iterable[SiteRow], records: Iterable[StudentRecord]) -> dict[SiteRow, list[StudentRecord]]:
    owners: dict[str, list[StudentRecord]] = {}
    for record in records:
        for key in person_keys(record.person):
            owners.setdefault(key, []).append(record)
    return {seat: _distinct(owners.get(key, ()) for key in _ids(seat) | email_keys(seat.mail)) for seat in seats}


def _by_name(
    open: Iterable[SiteRow], seats: Iterable[SiteRow], records: Iterable[StudentRecord]
) -> dict[SiteRow, list[StudentRecord]]:
    """Candidates by their whole name, where no other row has it, one word is not all of it, and no e-mail disagrees."""
    alike = Counter(words(seat.name) for seat in seats)
    owners: dict[tuple[str, ...], list[StudentRecord]] = {}
    for record in records:
        owners.setdefault(words(record.person.name), []).append(record)
    telling = [seat for seat in open if is_telling_name(seat.name) and alike[words(seat.name)] == 1]
    named = {seat: owners.get(words(seat.name), []) for seat in telling}
    return {
        seat: found
        for seat, found in named.items()
        if found and not (seat.mail and any(record.person.email for record in found))
    }


def _one_each(candidates: Mapping[SiteRow, list[StudentRecord]]) -> dict[SiteRow, StudentRecord]:
    wanted = Counter(id(record) for found in candidates.values() for record in found)
    return {
        seat: found[0]
        for seat, found in candidates.items()
        if len(found) == 1 and wanted[id(found[0])] == 1 and may_be_one_name(seat.name, found[0].person.name)
    }


def _distinct(groups: Iterable[Iterable[StudentRecord]]) -> list[StudentRecord]:
    return list({id(record): record for group in groups for record in group}.values())


def _ids(seat: SiteRow) -> set[str]:
    return {key for text in seat.ids for key in number_keys(text)}

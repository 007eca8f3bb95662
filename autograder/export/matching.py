"""Matches the rows of a site's file with student records; a row whose ids, e-mail or name disagree matches none."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.export.request import ExportNote, note_about_people
from autograder.people.matching import email_keys, number_keys, person_keys
from autograder.people.names import is_telling_name, names_contradict, words
from autograder.results.record import StudentRecord


@dataclass(frozen=True)
class SiteRow:
    """Describes a row of a site's file: its index from 0 and its owner's ids, e-mail and name, empty where missing."""

    index: int
    ids: tuple[str, ...] = ()
    mail: str = ""
    name: str = ""

    @property
    def owner(self) -> str:
        """Return the name, an id or the e-mail by which to name the row's owner."""
        return " ".join(self.name.split()) or next(filter(None, self.ids), "") or self.mail


@dataclass(frozen=True)
class RowMatches:
    """Holds the records by the index of their row, and notes for the person who exports."""

    records: Mapping[int, StudentRecord]
    notes: tuple[ExportNote, ...]


def student_name(record: StudentRecord) -> str:
    """Return the name, an id, the e-mail or the file by which to name the owner of a record."""
    person = record.person
    return person.name or person.id or person.rut or person.email or record.file


def match_rows(rows: Sequence[SiteRow], records: Sequence[StudentRecord]) -> RowMatches:
    """Return the record of each row: by id, RUT or e-mail, or by name where none of these matches anybody.

    Where the site's ids are the ones that we know, a record with another id is not matched by name. A row with several
    candidates, or whose name shares no word with its candidate's, gets none, and neither do rows that would share one:
    a mark in the wrong row is worse than an empty cell.
    """
    candidates = _candidates_by_key(rows, records)
    certain = _unambiguous({row: matches for row, matches in candidates.items() if matches})
    taken = {id(record) for record in certain.values()}
    ids_are_shared = any(_id_keys(row) & number_keys(record.person.id) for row, record in certain.items())
    rest = [record for record in records if id(record) not in taken and not (ids_are_shared and record.person.id)]
    likely = _unambiguous(_candidates_by_name([row for row in rows if not candidates[row]], rows, rest))
    matches = certain | likely
    unclear = [row for row in rows if candidates[row] and row not in certain]
    matched = {id(record) for record in matches.values()}
    return RowMatches(
        {row.index: record for row, record in matches.items()},
        (
            *note_about_people("export.by_name", names=(row.owner for row in likely)),
            *note_about_people("export.unclear", names=(row.owner for row in unclear)),
            *note_about_people(
                "export.only_theirs", names=(row.owner for row in rows if row not in matches and not candidates[row])
            ),
            *note_about_people(
                "export.only_ours", names=(student_name(record) for record in records if id(record) not in matched)
            ),
        ),
    )


def _candidates_by_key(rows: Iterable[SiteRow], records: Iterable[StudentRecord]) -> dict[SiteRow, list[StudentRecord]]:
    owners: dict[str, list[StudentRecord]] = {}
    for record in records:
        for key in person_keys(record.person):
            owners.setdefault(key, []).append(record)
    return {row: _distinct(owners.get(key, ()) for key in _id_keys(row) | email_keys(row.mail)) for row in rows}


def _candidates_by_name(
    unmatched: Iterable[SiteRow], rows: Iterable[SiteRow], records: Iterable[StudentRecord]
) -> dict[SiteRow, list[StudentRecord]]:
    """Return candidates by a whole name of two words or more that one row has and no e-mail contradicts."""
    alike = Counter(words(row.name) for row in rows)
    owners: dict[tuple[str, ...], list[StudentRecord]] = {}
    for record in records:
        owners.setdefault(words(record.person.name), []).append(record)
    named_rows = [row for row in unmatched if is_telling_name(row.name) and alike[words(row.name)] == 1]
    named = {row: owners.get(words(row.name), []) for row in named_rows}
    return {
        row: owned
        for row, owned in named.items()
        if owned and not (row.mail and any(record.person.email for record in owned))
    }


def _unambiguous(candidates: Mapping[SiteRow, list[StudentRecord]]) -> dict[SiteRow, StudentRecord]:
    wanted = Counter(id(record) for records in candidates.values() for record in records)
    return {
        row: records[0]
        for row, records in candidates.items()
        if len(records) == 1 and wanted[id(records[0])] == 1 and not names_contradict(row.name, records[0].person.name)
    }


def _distinct(groups: Iterable[Iterable[StudentRecord]]) -> list[StudentRecord]:
    return list({id(record): record for group in groups for record in group}.values())


def _id_keys(row: SiteRow) -> set[str]:
    return {key for text in row.ids for key in number_keys(text)}

"""Keeps the conflicts about whose files are whose until a person settles them, and what was decided."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from autograder.errors import GradebookError
from autograder.gradebook import students
from autograder.gradebook.decisions import FileChoice, KnownConflict, Settlement
from autograder.gradebook.schema import ChoiceRow, ConflictRow, RunRow, SettlementRow, SubmissionRow
from autograder.people.conflicts import Conflict, conflict
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person

NOBODY = "-"  # said instead of a student: the file counts for nobody


def record_conflicts(
    session: Session, lab: str, found: Sequence[Conflict], files: Mapping[str, str], time: datetime
) -> None:
    """Record the conflicts that a run of some files found; `files` are their digests by source.

    One that is there already stays as it is, settled or not. One between these files that is not found any more is
    closed, and opens again when it is found again; but one about a file that a person gave to somebody follows from
    that decision, and waits for another.
    """
    known = {row.digest: row for row in session.scalars(select(ConflictRow).where(ConflictRow.lab == lab))}
    last = _last_settlements(session, lab)
    given = {source for (source, _), counts in choices_of(session, lab).items() if counts}
    digests = {each.digest(files): each for each in found}
    for digest, each in digests.items():
        row = known.get(digest)
        if row is None:
            sides = json.dumps({"sources": each.sources, "people": [astuple(person) for person in each.people]})
            session.add(ConflictRow(lab=lab, digest=digest, kind=each.kind, held=each.held, sides=sides, time=time))
        elif (before := last.get(row.id)) and before.settled and not before.author:
            session.add(SettlementRow(conflict_id=row.id, settled=False, author="", note="", time=time))
    for digest, row in known.items():
        settled = row.id in last and last[row.id].settled
        sources = set(_conflict(row).sources)
        if digest not in digests and not settled and sources <= files.keys() and not sources & given:
            session.add(SettlementRow(conflict_id=row.id, settled=True, author="", note="", time=time))
    session.flush()


def conflicts_of(session: Session, lab: str) -> list[KnownConflict]:
    """Return all conflicts of a lab, the oldest first, open and settled."""
    last = _last_settlements(session, lab)
    choices = _choices_by_settlement(session, lab)
    known = []
    for row in session.scalars(select(ConflictRow).where(ConflictRow.lab == lab).order_by(ConflictRow.id)):
        known.append(_known_conflict(row, last.get(row.id), choices))
    return known


def decisions_about(session: Session, student: int, lab: str) -> list[KnownConflict]:
    """Return what people decided about a student's files, in order: each conflict as that decision left it."""
    choices, files = _choices_by_settlement(session, lab), _files_of(session, lab, student).keys()
    theirs = set(session.scalars(select(ChoiceRow.settlement_id).where(ChoiceRow.student_id == student)))
    rows = (
        select(SettlementRow, ConflictRow).join(ConflictRow).where(ConflictRow.lab == lab, SettlementRow.author != "")
    )
    found = session.execute(rows.order_by(SettlementRow.id)).all()
    known = [(settled.id, _known_conflict(row, settled, choices)) for settled, row in found]
    return [each for id, each in known if id in theirs or files & set(each.conflict.sources)]


def note_second_file(
    session: Session, lab: str, student: int, run: tuple[str, str], time: datetime, older: Collection[str] = ()
) -> None:
    """Record that a student has another file than one that a guess or a person gives them: its source and digest.

    `older` are sources of earlier versions of this very file, which its place tells: it takes their place.
    """
    source, sha256 = run
    others = _files_of(session, lab, student)
    replaced = {source, *older}
    others = {other: sha for other, sha in others.items() if other not in replaced and sha not in ("", sha256)}
    if not others:
        return
    dropped = {name for (name, number), counts in choices_of(session, lab).items() if number == student and not counts}
    compared = [{*known.conflict.sources} for known in conflicts_of(session, lab)]
    open_with = [other for other in others if other not in dropped and not any({other, source} <= c for c in compared)]
    if open_with:
        person = students.people_of(session, [student])[student]
        between = conflict([*open_with, source], [person], "roster.several")
        record_conflicts(session, lab, [between], {**others, source: sha256}, time)


def choices_of(session: Session, lab: str) -> dict[tuple[str, int], bool]:
    """Return whether files count for students, by source and student, where somebody has decided that."""
    newest = select(func.max(SettlementRow.id)).where(SettlementRow.author != "").group_by(SettlementRow.conflict_id)
    rows = select(ChoiceRow).where(ChoiceRow.lab == lab, ChoiceRow.settlement_id.in_(newest)).order_by(ChoiceRow.id)
    return {(row.source, row.student_id): row.counts for row in session.scalars(rows)}


def settle_conflict(session: Session, lab: str, decided: Settlement, time: datetime) -> KnownConflict:
    """Record what a person decides, and return the conflict; what was decided before stays recorded.

    Where a file goes to somebody who handed in another one, which of the two counts is a new conflict.
    Raises GradebookError for a number, file or student that is not there, and where the decision names too little.
    """
    known = next((each for each in conflicts_of(session, lab) if each.number == decided.number), None)
    if known is None:
        raise GradebookError("gradebook.no_conflict", number=decided.number)
    if not decided.author.strip():
        raise GradebookError("gradebook.settle_author", number=decided.number)
    choices = _choices(session, lab, known, decided) if known.held or decided.source or decided.student else {}
    row = SettlementRow(conflict_id=known.number, settled=True, author=decided.author, note=decided.note, time=time)
    session.add(row)
    session.flush()
    for (source, student), counts in choices.items():
        session.add(ChoiceRow(settlement_id=row.id, lab=lab, source=source, student_id=student, counts=counts))
    session.flush()
    for (source, student), counts in choices.items():
        holders = _students_of(session, lab, source)
        if counts and holders and student not in holders:
            digest = _files_of(session, lab, min(holders)).get(source, "")
            note_second_file(session, lab, student, (source, digest), time)
    return known


def concerns(known: KnownConflict, person: Person) -> bool:
    """Return whether a conflict names a person among its sides."""
    ours = identifiers_of(person)
    return any(
        ours.get(kind) == value
        for side in known.conflict.people
        for kind, value in identifiers_of(side).items()
        if kind != "name" or not (ours.keys() & identifiers_of(side).keys() - {"name"})
    )


def _choices(session: Session, lab: str, known: KnownConflict, decided: Settlement) -> dict[tuple[str, int], bool]:
    sources = known.conflict.sources
    before = choices_of(session, lab)
    recorded = {source: _students_of(session, lab, source) for source in sources}
    given = {source: {who for (file, who), counts in before.items() if file == source and counts} for source in sources}
    handed_in = {source: recorded[source] | given[source] for source in sources}
    if decided.student == NOBODY:
        return {(source, student): False for source in sources for student in handed_in[source]}
    chosen = [each for each in sources if decided.source in (each, "") or each.endswith(f"/{decided.source}")]
    if len(chosen) != 1:
        raise GradebookError("gradebook.choose_file", number=known.number, files="; ".join(sources))
    source = chosen[0]
    mine = {student for student in handed_in[source] if before.get((source, student), True)} or recorded[source]
    if decided.student:
        target = students.find_student(session, decided.student, lab)
    elif len(sources) == 1 or len(mine) != 1:
        people = "; ".join(filter(None, (person.name or person.rut or person.id for person in known.conflict.people)))
        raise GradebookError("gradebook.choose_student", number=known.number, people=people)
    else:
        target = next(iter(mine))
    others = given[source] - recorded[source] if target in recorded[source] else handed_in[source]
    choices = {(source, student): False for student in others}
    choices[source, target] = True
    for other in set(sources) - {source}:
        dropped = {target} if target in handed_in[other] else handed_in[other]
        choices |= {(other, student): False for student in dropped}
    return choices


def _students_of(session: Session, lab: str, source: str) -> set[int]:
    """Return the numbers of the students under whom a file was recorded."""
    of_file = select(SubmissionRow.student_id).join(RunRow).where(SubmissionRow.lab == lab, RunRow.source == source)
    return set(session.scalars(of_file))


def _files_of(session: Session, lab: str, student: int) -> dict[str, str]:
    """Return the digest of what each file of a student last held, by source."""
    mine = select(RunRow.source, SubmissionRow.sha256).join(SubmissionRow)
    mine = mine.where(SubmissionRow.lab == lab, SubmissionRow.student_id == student)
    rows = session.execute(mine.order_by(RunRow.graded, RunRow.id)).all()
    return {row[0]: row[1] for row in rows}


def _last_settlements(session: Session, lab: str) -> dict[int, SettlementRow]:
    newest = select(func.max(SettlementRow.id)).group_by(SettlementRow.conflict_id)
    rows = select(SettlementRow).join(ConflictRow).where(ConflictRow.lab == lab, SettlementRow.id.in_(newest))
    return {row.conflict_id: row for row in session.scalars(rows)}


def _choices_by_settlement(session: Session, lab: str) -> dict[int, list[FileChoice]]:
    rows = session.scalars(select(ChoiceRow).where(ChoiceRow.lab == lab).order_by(ChoiceRow.id)).all()
    people = students.people_of(session, {row.student_id for row in rows})
    choices: dict[int, list[FileChoice]] = {}
    for row in rows:
        choices.setdefault(row.settlement_id, []).append(FileChoice(row.source, people[row.student_id], row.counts))
    return choices


def _known_conflict(
    row: ConflictRow, settled: SettlementRow | None, choices: Mapping[int, Sequence[FileChoice]]
) -> KnownConflict:
    known = KnownConflict(row.id, _conflict(row), row.held, row.time, row.digest)
    if settled is None:
        return known
    said = (settled.settled, settled.author, settled.note, settled.time)
    return KnownConflict(
        row.id, known.conflict, row.held, row.time, row.digest, *said, tuple(choices.get(settled.id, ()))
    )


def _conflict(row: ConflictRow) -> Conflict:
    sides = json.loads(row.sides)
    return conflict(sides["sources"], [Person(*person) for person in sides["people"]], row.kind)

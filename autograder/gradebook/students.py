"""Recognises the students of a gradebook, adds new ones, and keeps every description of them."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from autograder.errors import GradebookError
from autograder.gradebook.schema import DescriptionRow, IdentifierRow, StudentRow
from autograder.output.text import encodable
from autograder.people.identifiers import (
    KINDS,
    SOURCE,
    KnownIdentifiers,
    file_identifier,
    identifiers_of,
    matching_kind,
)
from autograder.people.person import NOBODY, Person

MAX_CANDIDATES = 6  # candidates in one line


def enrol_students(session: Session, people: Sequence[Person], time: datetime) -> None:
    """Add the people of a roster; who is in the gradebook already is described again, not added twice."""
    names = Counter(identifiers_of(person).get("name") for person in people)
    for person in people:
        identifiers = identifiers_of(person)
        if not identifiers:
            continue  # nobody could ever find them again
        if names[identifiers.get("name")] > 1 and len(identifiers) > 1:
            del identifiers["name"]  # of two people of one name, nobody knows which is the one in the book
        student = _matching_student(session, identifiers, None) or _add_student(session)
        _add_description(session, student, person, time, roster=True)


def submitting_student(session: Session, person: Person, file: tuple[str, str], time: datetime) -> int:
    """Return the number of the student who handed in a file (lab, source), adding a student where none matches."""
    file_id = file_identifier(*file)
    student = _matching_student(session, identifiers_of(person), file_id) or _add_student(session)
    _add_description(session, student, person, time, roster=False)
    _add_identifiers(session, student, {SOURCE: file_id})
    return student


def known_student(session: Session, person: Person, file: tuple[str, str]) -> int | None:
    """Return the number of the student in the gradebook who would be taken to hand in a file; None where none is."""
    return _matching_student(session, identifiers_of(person), file_identifier(*file))


def find_student(session: Session, who: Person | str, lab: str) -> int:
    """Return the number of the one student whom a person, or a text (id, RUT, e-mail, whole name or file), means.

    Raises GradebookError with the candidates where there is no such student, or more than one.
    """
    asked = identifiers_of(who) if isinstance(who, Person) else _identifiers_in_text(who, lab)
    matches = defaultdict(list)
    for number, known in _students_with_any(session, asked).items():
        first = next(kind for kind in (*KINDS, SOURCE) if asked.get(kind) in known.get(kind, ()))
        matches[matching_kind(known, asked, None) if isinstance(who, Person) else first].append(number)
    students = next((sorted(matches[kind]) for kind in (*KINDS, SOURCE) if matches[kind]), [])
    if len(students) == 1:
        return students[0]
    if students:
        raise GradebookError(
            "gradebook.ambiguous", who=_student_label(who), candidates=_candidate_list(session, students, lab)
        )
    similar = _similar_students(session, asked.get("name", ""))
    if similar:
        raise GradebookError(
            "gradebook.unknown_alike", who=_student_label(who), candidates=_candidate_list(session, similar, lab)
        )
    raise GradebookError("gradebook.unknown", who=_student_label(who))


def people_of(session: Session, students: Iterable[int]) -> dict[int, Person]:
    """Return what is known of students, by number: what a roster said counts most, then what was said last."""
    wanted = set(students)
    fields: dict[int, dict[str, str]] = {number: {} for number in wanted}
    for row in session.scalars(select(DescriptionRow).order_by(DescriptionRow.roster, DescriptionRow.id)):
        if row.student_id in wanted:
            fields[row.student_id] |= {name: text for name, text in _description_fields(row).items() if text}
    return {number: Person(**known) for number, known in fields.items()}


def enrolled_students(session: Session) -> set[int]:
    """Return the numbers of the students whom a roster names."""
    return set(session.scalars(select(DescriptionRow.student_id).where(DescriptionRow.roster)))


def _matching_student(session: Session, asked: Mapping[str, str], file: str | None) -> int | None:
    wanted = {**asked, **({SOURCE: file} if file else {})}
    matches = defaultdict(list)
    candidates = _students_with_any(session, wanted)
    for number, known in candidates.items():
        matches[matching_kind(known, asked, file)].append(number)
    students = next((matches[kind] for kind in (*KINDS, SOURCE) if matches[kind]), [])
    if len(students) > 1:
        students = [number for number in students if file in candidates[number].get(SOURCE, ())]
    return students[0] if len(students) == 1 else None


def _students_with_any(session: Session, asked: Mapping[str, str]) -> dict[int, KnownIdentifiers]:
    """Return all identifiers of each student who has one of those asked for."""
    if not asked:
        return {}
    one_of = or_(*((IdentifierRow.kind == kind) & (IdentifierRow.value == value) for kind, value in asked.items()))
    numbers = select(IdentifierRow.student_id).where(one_of)
    identifiers: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in session.scalars(select(IdentifierRow).where(IdentifierRow.student_id.in_(numbers))):
        identifiers[row.student_id][row.kind].add(row.value)
    return {number: dict(known) for number, known in identifiers.items()}


def _add_student(session: Session) -> int:
    student = StudentRow()
    session.add(student)
    session.flush()
    return student.id


def _add_description(session: Session, student: int, person: Person, time: datetime, roster: bool) -> None:
    same_origin = (DescriptionRow.student_id == student) & (DescriptionRow.roster == roster)
    last = session.scalars(
        select(DescriptionRow).where(same_origin).order_by(DescriptionRow.id.desc()).limit(1)
    ).first()
    kept = Person(*map(encodable, astuple(person)))  # as it is kept, to be compared with what is
    if kept != NOBODY and (last is None or Person(**_description_fields(last)) != kept):
        columns = {"person_id" if name == "id" else name: text for name, text in asdict(kept).items()}
        session.add(DescriptionRow(student_id=student, roster=roster, time=time, **columns))
    _add_identifiers(session, student, identifiers_of(person))


def _add_identifiers(session: Session, student: int, identifiers: Mapping[str, str]) -> None:
    for kind, value in identifiers.items():
        if session.get(IdentifierRow, (student, kind, value)) is None:
            session.add(IdentifierRow(student_id=student, kind=kind, value=value))
    session.flush()


def _description_fields(row: DescriptionRow) -> dict[str, str]:
    return {"id": row.person_id, "name": row.name, "rut": row.rut, "email": row.email, "section": row.section}


def _identifiers_in_text(text: str, lab: str) -> dict[str, str]:
    """Return the identifiers that a text may be, by kind."""
    return {**identifiers_of(Person(id=text, name=text, rut=text, email=text)), SOURCE: file_identifier(lab, text)}


def _similar_students(session: Session, name: str) -> list[int]:
    words = set(name.split())
    rows = session.scalars(select(IdentifierRow).where(IdentifierRow.kind == "name")).all()
    close = set(difflib.get_close_matches(name, {row.value for row in rows}, MAX_CANDIDATES))
    similar = [row for row in rows if row.value in close or words & set(row.value.split())]
    return sorted({row.student_id for row in similar})


def _candidate_list(session: Session, students: Sequence[int], lab: str) -> str:
    known = people_of(session, students)
    shown = [_student_label(known[number]) or _file_name(session, number, lab) for number in students[:MAX_CANDIDATES]]
    return "; ".join([*shown, *(["…"] if len(students) > MAX_CANDIDATES else [])])


def _file_name(session: Session, student: int, lab: str) -> str:
    start = file_identifier(lab, "")
    files = session.scalars(
        select(IdentifierRow.value).where(IdentifierRow.student_id == student, IdentifierRow.kind == SOURCE)
    )
    return next((value.removeprefix(start) for value in files if value.startswith(start)), str(student))


def _student_label(who: Person | str) -> str:
    text = who if isinstance(who, str) else ", ".join(filter(None, (who.name, who.id, who.rut, who.email)))
    return "".join(character if character.isprintable() else " " for character in text)

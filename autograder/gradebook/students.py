"""The students of a gradebook: who somebody is there, and what was said of them."""

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

MOST = 6  # candidates in one line


def enrol_students(session: Session, people: Sequence[Person], time: datetime) -> None:
    """Put the people of a roster in; who is in it already stays who they are."""
    names = Counter(identifiers_of(person).get("name") for person in people)
    for person in people:
        found = identifiers_of(person)
        if not found:
            continue  # nobody could ever find them again
        if names[found.get("name")] > 1 and len(found) > 1:
            del found["name"]  # of two people of one name, nobody knows which is the one in the book
        student = _tied(session, found, None) or _new(session)
        _describe(session, student, person, time, roster=True)


def submitting_student(session: Session, person: Person, file: tuple[str, str], time: datetime) -> int:
    """The number of the student who handed in a file, given as lab and source; a new one where none is known."""
    sign = file_identifier(*file)
    student = _tied(session, identifiers_of(person), sign) or _new(session)
    _describe(session, student, person, time, roster=False)
    _mark(session, student, {SOURCE: sign})
    return student


def find_student(session: Session, who: Person | str, lab: str) -> int:
    """The number of the one student whom a person, or a text, means: id, RUT, e-mail, whole name or file.

    Raises GradebookError with the candidates where there is none, or more than one.
    """
    asked = identifiers_of(who) if isinstance(who, Person) else _readings(who, lab)
    ties = defaultdict(list)
    for number, known in _holders(session, asked).items():
        first = next(kind for kind in (*KINDS, SOURCE) if asked.get(kind) in known.get(kind, ()))
        ties[matching_kind(known, asked, None) if isinstance(who, Person) else first].append(number)
    found = next((sorted(ties[kind]) for kind in (*KINDS, SOURCE) if ties[kind]), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise GradebookError("gradebook.ambiguous", who=_label(who), candidates=_listed(session, found, lab))
    near = _near(session, asked.get("name", ""))
    if near:
        raise GradebookError("gradebook.unknown_alike", who=_label(who), candidates=_listed(session, near, lab))
    raise GradebookError("gradebook.unknown", who=_label(who))


def people_of(session: Session, students: Iterable[int]) -> dict[int, Person]:
    """What is known of students; what a roster said counts, then what was said last."""
    wanted = set(students)
    found: dict[int, dict[str, str]] = {number: {} for number in wanted}
    for row in session.scalars(select(DescriptionRow).order_by(DescriptionRow.roster, DescriptionRow.id)):
        if row.student_id in wanted:
            found[row.student_id] |= {name: text for name, text in _said(row).items() if text}
    return {number: Person(**said) for number, said in found.items()}


def enrolled_students(session: Session) -> set[int]:
    """The students whom a roster names."""
    return set(session.scalars(select(DescriptionRow.student_id).where(DescriptionRow.roster)))


def _tied(session: Session, asked: Mapping[str, str], file: str | None) -> int | None:
    wanted = {**asked, **({SOURCE: file} if file else {})}
    ties = defaultdict(list)
    held = _holders(session, wanted)
    for number, known in held.items():
        ties[matching_kind(known, asked, file)].append(number)
    found = next((ties[kind] for kind in (*KINDS, SOURCE) if ties[kind]), [])
    if len(found) > 1:
        found = [number for number in found if file in held[number].get(SOURCE, ())]
    return found[0] if len(found) == 1 else None


def _holders(session: Session, asked: Mapping[str, str]) -> dict[int, KnownIdentifiers]:
    """All signs of the students who have one of those asked for."""
    if not asked:
        return {}
    one_of = or_(*((IdentifierRow.kind == kind) & (IdentifierRow.value == value) for kind, value in asked.items()))
    numbers = select(IdentifierRow.student_id).where(one_of)
    held: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for sign in session.scalars(select(IdentifierRow).where(IdentifierRow.student_id.in_(numbers))):
        held[sign.student_id][sign.kind].add(sign.value)
    return {number: dict(known) for number, known in held.items()}


def _new(session: Session) -> int:
    student = StudentRow()
    session.add(student)
    session.flush()
    return student.id


def _describe(session: Session, student: int, person: Person, time: datetime, roster: bool) -> None:
    mine = (DescriptionRow.student_id == student) & (DescriptionRow.roster == roster)
    last = session.scalars(select(DescriptionRow).where(mine).order_by(DescriptionRow.id.desc()).limit(1)).first()
    said = Person(*map(encodable, astuple(person)))  # as it is kept, to be compared with what is
    if said != NOBODY and (last is None or Person(**_said(last)) != said):
        columns = {"person_id" if name == "id" else name: text for name, text in asdict(said).items()}
        session.add(DescriptionRow(student_id=student, roster=roster, time=time, **columns))
    _mark(session, student, identifiers_of(person))


def _mark(session: Session, student: int, found: Mapping[str, str]) -> None:
    for kind, value in found.items():
        if session.get(IdentifierRow, (student, kind, value)) is None:
            session.add(IdentifierRow(student_id=student, kind=kind, value=value))
    session.flush()


def _said(row: DescriptionRow) -> dict[str, str]:
    return {"id": row.person_id, "name": row.name, "rut": row.rut, "email": row.email, "section": row.section}


def _readings(text: str, lab: str) -> dict[str, str]:
    return {**identifiers_of(Person(id=text, name=text, rut=text, email=text)), SOURCE: file_identifier(lab, text)}


def _near(session: Session, name: str) -> list[int]:
    words = set(name.split())
    rows = session.scalars(select(IdentifierRow).where(IdentifierRow.kind == "name")).all()
    close = set(difflib.get_close_matches(name, {row.value for row in rows}, MOST))
    parts = [row for row in rows if row.value in close or words & set(row.value.split())]
    return sorted({row.student_id for row in parts})


def _listed(session: Session, students: Sequence[int], lab: str) -> str:
    known = people_of(session, students)
    shown = [_label(known[number]) or _file(session, number, lab) for number in students[:MOST]]
    return "; ".join([*shown, *(["…"] if len(students) > MOST else [])])


def _file(session: Session, student: int, lab: str) -> str:
    start = file_identifier(lab, "")
    files = session.scalars(
        select(IdentifierRow.value).where(IdentifierRow.student_id == student, IdentifierRow.kind == SOURCE)
    )
    return next((value.removeprefix(start) for value in files if value.startswith(start)), str(student))


def _label(who: Person | str) -> str:
    text = who if isinstance(who, str) else ", ".join(filter(None, (who.name, who.id, who.rut, who.email)))
    return "".join(sign if sign.isprintable() else " " for sign in text)

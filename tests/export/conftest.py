"""A small lab, and people with every kind of record and name."""

import csv
import io
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis.strategies import (
    SearchStrategy,
    builds,
    dictionaries,
    integers,
    lists,
    none,
    sampled_from,
    text,
    tuples,
)

from autograder.lab.declaration import Lab, Mark, Question
from autograder.output.cells import encode
from autograder.people.person import NOBODY, Person
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

LAB = Lab(
    "mini",
    "Laboratorio 2",
    (
        Question("a", "Vocabulario", "code", 4.0),
        Question("f", "Cabezas, n_head", "written", 2.0),
        Question("z", "Extra", "written", 0.5, bonus=True),
    ),
    mark=Mark(1.0, 7.0),
)
WHERE = Environment("cpu", Level.NONE, "0", "3", "2", {}, 12.3, "")
FAILED = CheckResult("test_secreto", "La forma es (B, T).", Verdict.FAILED, 1.0, 0.0, "Se vio <2>.", "Mira T.", 0.1)
BROKEN = CheckResult("test_roto", "Algo nuestro.", Verdict.GRADER_ERROR, 1.0, None, "Traceback secreto", "", 0.1)
PASSED = CheckResult("test_bien", "Está bien.", Verdict.PASSED, 1.0, 1.0, "", "", 0.1)
NASTY = (
    "Soto, Ana",
    'Ana "la ñata" Núñez',
    "José 🙂 Ångström",
    "=HYPERLINK(1)",
    "+56 9; =1+1",
    "-2+3|x",
    "@suma",
    "\t=1",
    "O'Higgins\r\n=2",
    "名字",
    "#N/A",
    "x" * 300,
)


def record(person: Person = NOBODY, file: str = "a.ipynb", error: str = "", **points: float | None) -> StudentRecord:
    """A record in which each question that is named earned so much, None where it waits for a person."""
    if error:
        return StudentRecord(person, file, None, error)
    answered = {
        q.id: QuestionResult(
            q.title,
            Status.PARTIAL,
            points.get(q.id),
            q.points,
            q.bonus,
            {},
            (PASSED, FAILED, BROKEN) if q.kind == "code" else (),
            (NamedMistake("a_wrong", "Falta ordenar.", "visto"),) if q.kind == "code" else (),
        )
        for q in LAB.questions
    }
    handed = SubmissionInfo(file, "0", None, None, None, False)
    result = Result("mini", handed, 0.0, 6.0, 0.0, 0.0, 0.0, None, (1.0, 7.0), answered, {}, (), (), (), WHERE)
    return StudentRecord(person, file, result)


def _made(person: Person, graded: bool, found: dict[str, float | None], manual: dict[str, float]) -> StudentRecord:
    made = record(person, **found) if graded else record(person, error="nada")
    return StudentRecord(person, made.file, made.result, made.error, manual)


def _numbered(made: list[StudentRecord]) -> list[StudentRecord]:
    people = [Person(str(100 + n), s.person.name, "", f"p{n}@uni.cl", s.person.section) for n, s in enumerate(made)]
    return [StudentRecord(p, s.file, s.result, s.error, s.manual) for p, s in zip(people, made, strict=True)]


@pytest.fixture(scope="session")
def lab() -> Lab:
    """A lab with a question of code, a written one, and a bonus."""
    return LAB


@pytest.fixture(scope="session")
def stand() -> Callable[..., StudentRecord]:
    """Makes a record from the points of its questions."""
    return record


@pytest.fixture(scope="session")
def classes() -> SearchStrategy[list[StudentRecord]]:
    """Classes of any names and points, everybody with an id and an e-mail of their own."""
    ids = sampled_from([question.id for question in LAB.questions])
    points = integers(0, 40).map(lambda n: n / 20)
    names = sampled_from(NASTY) | text(max_size=20)
    people = builds(Person, name=names, section=names)
    some = tuples(
        people, sampled_from([True, True, False]), dictionaries(ids, none() | points), dictionaries(ids, points)
    )
    return lists(some.map(lambda parts: _made(*parts)), min_size=1, max_size=6).map(_numbered)


CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 1 (5)", "Laboratorio 2 (77)", "Final Score")
MOODLE = (
    "Identificador",
    "Nombre completo",
    "Dirección de correo",
    "Estado",
    "Calificación",
    "Calificación máxima",
    "Última modificación (calificación)",
    "Comentarios de retroalimentación",
)


@pytest.fixture(scope="session")
def canvas_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes what Canvas exports for people, with the given cells in the lab's column."""

    def write(people: Sequence[Person], *cells: str, possible: str = "6.00") -> Path:
        head = [
            CANVAS,
            ("", "", "", "", "", "", "Manual Posting", ""),
            ("    Points Possible", *[""] * 5, possible, ""),
        ]
        rows = [
            (person.name, person.id, person.rut, person.email, person.section, "3.00", cell, "50")
            for person, cell in zip_longest(people, cells, fillvalue="")
        ]
        path = tmp_path_factory.mktemp("canvas") / "gradebook.csv"
        path.write_bytes(encode([*head, *rows], newline="\r\n", signed=True))
        return path

    return write


@pytest.fixture(scope="session")
def moodle_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the worksheet that Moodle exports for people, with the given grades and comments."""

    def write(people: Sequence[Person], *cells: tuple[str, str], top: str = "7,00", header: Any = MOODLE) -> Path:
        rows = [
            (f"Participante {person.id}", person.name, person.email, "Enviado", cell[0], top, "-", cell[1])
            for person, cell in zip_longest(people, cells, fillvalue=("", ""))
        ]
        path = tmp_path_factory.mktemp("moodle") / "worksheet.csv"
        path.write_bytes(encode([header, *[row[: len(header)] for row in rows]]))
        return path

    return write


@pytest.fixture(scope="session")
def rows_of() -> Callable[[bytes | Path], list[dict[str, str]]]:
    """Reads a CSV file back as a site does: a row a student, by column."""

    def read(content: bytes | Path) -> list[dict[str, str]]:
        content = content.read_bytes() if isinstance(content, Path) else content
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    return read

"""The gradebook as its users meet it in a terminal."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.cli import build
from autograder.gradebook.book import open_gradebook
from autograder.messages import catalogue
from autograder.people.person import Person
from tests.gradebook.conftest import asked, book, file_book, graded, place, result, server

LAB = """
id = "x"
title = "X"
[[questions]]
id = "a"
title = "Atención"
kind = "code"
points = 2.0
[[questions]]
id = "f"
title = "Razones"
kind = "written"
points = 1.0
"""
PEOPLE = [Person("12", "Ana Núñez"), Person("13", "Núñez, Ana"), Person("14", "=Zoë \x1b[2J🎉")]


@pytest.fixture
def typed(tmp_path, graded):
    """Types a command of the gradebook of a small class."""
    place = str(tmp_path / "gradebook.db")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "lab.toml").write_text(LAB, "utf-8")
    with open_gradebook(place) as book:
        book.enrol(PEOPLE)
        book.record(graded(PEOPLE[0], 0, "k0", "zip/ana.ipynb", a=1.0, f=None))
        book.record(graded(PEOPLE[0], 1, "k1", "zip/ana.ipynb", a=1.5, f=None))
        book.record(graded(PEOPLE[2], 0, "k1", "zip/zoe.ipynb", error="zoe.ipynb está vacío"))

    def run(*words: str, book: str = place, speak: str = "en") -> Result:
        command = ["gradebook", *words, "--lab", str(tmp_path / "lab"), "--book", book]
        return CliRunner().invoke(build(catalogue(speak)), command)

    return run


def refused(done: Result) -> str:
    """The one line that a command says when it cannot."""
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_a_class_is_shown(typed) -> None:
    """`show` has a line for everybody, with points, the range of the mark, and a dash for what waits."""
    done = typed("show")
    assert done.exit_code == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["Ana", "Núñez,", "12", "1.5", "–", "1.5", "2.5–3.5", "1"] in lines
    assert "nothing handed in" in done.stdout and "zoe.ipynb está vacío" in done.stdout
    assert "\x1b" not in done.stdout


def test_points_are_given_and_told(typed) -> None:
    """`give` takes a decimal comma, `show` marks what was given, `history` says by whom, and - takes it back."""
    done = typed("give", "12", "f", "0,75", "--author", "Inés", "--note", "falta √d")
    assert (done.exit_code, done.stdout) == (0, "Ana Núñez, 12: f has 0.75 points, by Inés.\n"), done.stderr
    assert "0.75*" in typed("show").stdout
    told = typed("history", "12", speak="es").stdout
    assert "Inés" in told and "falta √d" in told and "f: – → 0.75" in told and "a: 1 → 1.5" in told
    assert typed("give", "12", "f", "-", "--author", "Inés").exit_code == 0
    assert "0.75*" not in typed("show").stdout
    assert "f: 0.75 → –" in typed("history", "12").stdout


def test_the_last_two_gradings_are_compared(typed) -> None:
    """`diff` has a line for each student whose last grading differs, with the questions, before and after."""
    done = typed("diff")
    assert done.exit_code == 0, done.stderr
    assert "Ana Núñez · zip/ana.ipynb: 1 → 1.5 points" in done.stdout and "1 → 1.5" in done.stdout.splitlines()[1]
    assert typed("diff", "--student", "14").stdout.startswith("The last gradings differ in nothing")


def test_a_class_is_counted(typed) -> None:
    """`stats` counts the class and says what each question earned, and that nobody knows the marks yet."""
    done = typed("stats")
    assert done.exit_code == 0, done.stderr
    assert {("Students", "3"), ("Graded", "1")} <= {tuple(line.split()) for line in done.stdout.splitlines()}
    assert "not known yet" in done.stdout and "75%" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("history", "Ana Núñez"), ("Ana Núñez, 12", "Núñez, Ana, 13")),
        (("history", "Wenceslao"), ("Wenceslao",)),
        (("give", "12", "f", "-1", "--author", "Inés"), ("-1", "'f'", "0 to 1")),
        (("give", "12", "f", "1.5", "--author", "Inés"), ("1.5", "'f'", "0 to 1")),
        (("give", "12", "f", "mucho", "--author", "Inés"), ("mucho",)),
        (("give", "12", "q", "1", "--author", "Inés"), ("q", "a, f")),
        (("give", "zoe", "f", "1", "--author", "Inés"), ("=Zoë",)),
    ],
)
def test_what_cannot_be_is_one_line(typed, words, says) -> None:
    """Whatever is asked for that is not there, or may not be, is one line that names it."""
    line = refused(typed(*words))
    assert all(text in line for text in says)


def test_looking_makes_no_gradebook(typed, tmp_path: Path) -> None:
    """A gradebook that is not there is named, and not made."""
    assert "nada.db" in refused(typed("show", book=str(tmp_path / "nada.db")))
    assert not (tmp_path / "nada.db").exists()

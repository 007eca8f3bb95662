"""Laws of answers that change after a person gave them points."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.gradebook.manual import ManualPoints
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.change_lines import change_lines
from tests.gradebook.conftest import START

ANA = Person("12", "Ana Núñez")


@pytest.fixture
def resubmitted(book, graded, asked, result):
    """Records a file, points for questions f and a, and then another file with its text and the points of a."""

    def make(text, points, sha256="1" * 64):
        first = graded(ANA, 0, a=1.0, f=None)
        book.record(replace(first, result=result("0" * 64, "porque sí", a=1.0, f=None)))
        for question, given in (("f", 0.5), ("a", 1.5)):
            book.give(asked, "12", ManualPoints(question, given, "Inés"), START)
        book.record(replace(first, time=START + timedelta(hours=9), result=result(sha256, text, a=points, f=None)))
        (record,) = book.records("x")
        return record

    return make


def test_an_answer_that_stays_keeps_its_points(resubmitted):
    """Another file with the same text, but for spaces, and the same outcomes of checks keeps what was given."""
    record = resubmitted("porque  sí\n", 1.0)
    assert record.manual == {"f": 0.5, "a": 1.5} and not record.reopened


def test_an_answer_that_changed_waits_again(resubmitted, book, asked):
    """Another text waits for a person, who sees what was given before; nothing of it counts until points are given."""
    record = resubmitted("porque no", 1.0)
    assert record.points("f") is None and record.points("a") == 1.5
    earlier = record.reopened["f"]
    assert (earlier.points, earlier.author, earlier.time) == (0.5, "Inés", START)
    assert record.total(asked).pending == 1.0
    told = change_lines(book.last_changes(asked), catalogue("en"))
    assert "2 → 1.5 points" in told[0] and any("0.5* → –" in line for line in told)
    book.give(asked, "12", ManualPoints("f", 0.75, "Inés"), START)
    (record,) = book.records("x")
    assert record.points("f") == 0.75 and not record.reopened


def test_code_whose_outcome_changed_waits_again(resubmitted, asked):
    """Points for code wait where the checks of another file found something else, all of them, whatever these gave."""
    record = resubmitted("porque sí", 0.0)
    assert record.points("a") is None and record.points("f") == 0.5
    assert record.total(asked).pending == 2.0


def test_a_regrading_of_the_same_file_takes_no_points(resubmitted):
    """Where only the grader changed, what a person gave stays."""
    record = resubmitted("porque no", 0.0, "0" * 64)
    assert record.manual == {"f": 0.5, "a": 1.5}

"""Laws of points given by hand: the last count, none are lost, and none go beyond the question."""

import pytest

from autograder.errors import GradebookError, LabError
from autograder.gradebook.history import ManualEvent
from autograder.gradebook.manual import ManualPoints
from autograder.people.person import Person

ANA = Person(id="12", name="Ana Núñez")


@pytest.fixture
def given(book, asked, graded):
    """A book in which Ana has a result; gives points to her."""
    book.record(graded(ANA, a=1.0, f=None))
    return lambda *what: book.give(asked, ANA, ManualPoints(*what), graded().time)


def points(book, question):
    return book.records("x")[0].points(question)


def test_the_last_that_was_given_counts(book, given):
    """What a person gives stands instead of what the grader found, and the next one instead of that."""
    given("f", 0.5, "Tomás")
    assert points(book, "f") == 0.5
    given("f", 0, "Inés", "no responde")
    assert points(book, "f") == 0
    assert points(book, "a") == 1.0


def test_what_was_given_can_be_withdrawn(book, given):
    """Points of None leave the question to the grader again: unknown where it did not know, never 0."""
    for question, before in (("f", None), ("a", 1.0)):
        given(question, 0.25, "Tomás")
        given(question, None, "Inés", "era otra pregunta")
        assert points(book, question) == before
        assert question not in book.records("x")[0].manual


def test_everything_given_stays_in_the_history(book, given):
    """Who gave what, what it was before and why, is told for each time."""
    given("f", 0.5, "Tomás", "falta la razón, «√d»")
    given("f", None, "Inés")
    events = [event for event in book.history("12", "x") if isinstance(event, ManualEvent)]
    told = [(e.author, e.note, e.change.before, e.change.after) for e in events]
    assert told == [("Tomás", "falta la razón, «√d»", None, 0.5), ("Inés", "", 0.5, None)]


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan"), float("inf")])
def test_points_beyond_the_question_are_refused(book, given, wrong):
    """Points below 0 or above those of the question are named with the question, and nothing is written."""
    with pytest.raises(GradebookError) as caught:
        given("f", wrong, "Tomás")
    assert caught.value.values == {"points": f"{wrong:g}", "question": "f", "most": "1"}
    assert len(book.history("12", "x")) == 1


def test_points_need_an_author_and_a_question(book, given):
    """Points by nobody, and points of a question that the lab does not have, are refused."""
    with pytest.raises(GradebookError):
        given("f", 0.5, " ")
    with pytest.raises(LabError):
        given("q", 0.5, "Tomás")


def test_points_stay_when_graded_again(book, given, graded):
    """A regrading leaves what people gave where it was."""
    given("a", 1.75, "Tomás")
    book.record(graded(ANA, 1, key="k2", a=0.0))
    assert points(book, "a") == 1.75


def test_who_handed_nothing_in_can_be_given_points(book, asked, graded):
    """A student of the roster without a file can have points; the rest of the questions stay unknown."""
    book.enrol([ANA])
    book.give(asked, "12", ManualPoints("f", 1.0, "Tomás"), graded().time)
    (record,) = book.records("x")
    assert (record.points("f"), record.points("a"), record.result) == (1.0, None, None)

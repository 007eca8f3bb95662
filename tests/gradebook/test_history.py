"""Laws of the history: who changed what, when, and against what was before."""

from datetime import timedelta

from autograder.gradebook.history import GradingEvent, ManualEvent, PointsChange
from autograder.gradebook.manual import ManualPoints
from autograder.people.person import Person

ANA = Person(id="12", name="Ana Núñez")


def test_a_run_tells_what_it_changed(book, graded):
    """A run tells the questions whose points are not those of the run before, and nothing of the others."""
    book.record(graded(ANA, 0, "k0", a=1.0, f=None, z=0.5))
    book.record(graded(ANA, 1, "k1", a=1.5, f=None, z=0.5))
    book.record(graded(ANA, 2, "k1", error="el proceso murió"))
    first, second, third = book.history("12", "x")
    assert first.changes == (PointsChange("a", None, 1.0), PointsChange("z", None, 0.5))
    assert second.changes == (PointsChange("a", 1.0, 1.5),)
    assert third.changes == (PointsChange("a", 1.5, None), PointsChange("z", 0.5, None))
    assert third.error == "el proceso murió" and third.score is None


def test_a_run_tells_what_graded_it(book, graded):
    """A run tells its file with its digest, the key of what decided it, the version, and when it was."""
    run = graded(ANA, 3, "clave", "zip/lab.ipynb", "ab" * 32, a=1.0)
    book.record(run)
    (event,) = book.history("12", "x")
    told = (event.time, event.source, event.sha256, event.key, event.version, event.score)
    assert told == (run.time, "zip/lab.ipynb", "ab" * 32, "clave", "0.1", 1.0)


def test_events_stand_in_their_order(book, graded, asked):
    """What people gave stands between the runs before and after it, whatever was recorded first."""
    book.record(graded(ANA, 4, "k4", a=1.0))
    book.give(asked, "12", ManualPoints("a", 2.0, "Inés"), graded().time + timedelta(hours=2))
    book.record(graded(ANA, 0, "k0", a=0.5))
    events = book.history("12", "x")
    assert [type(event) for event in events] == [GradingEvent, ManualEvent, GradingEvent]
    assert events[2].changes == (PointsChange("a", 0.5, 1.0),)


def test_a_history_is_of_one_student(book, graded):
    """Nobody's history tells of another, though the file is the same."""
    book.record(graded(ANA, a=1.0))
    book.record(graded(Person(id="13", name="Ana Núñez"), source="2", a=2.0))
    assert [event.score for event in book.history("13", "x")] == [2.0]

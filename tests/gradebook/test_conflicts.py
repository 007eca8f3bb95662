"""Laws of conflicts in the gradebook: while one is open no mark goes out, and a person's word settles it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from autograder.batch.owners import absent_rows, decided_rows
from autograder.batch.row import Row
from autograder.errors import GradebookError
from autograder.gradebook.book import Gradebook
from autograder.gradebook.decisions import Settlement
from autograder.gradebook.history import DecisionEvent
from autograder.messages import catalogue
from autograder.people.conflicts import conflict
from autograder.people.person import NOBODY, Person

ANA, EVA = Person("12", "Ana Soto", "20668440-2"), Person("13", "Eva Ruz")
NOW = datetime(2026, 3, 3, tzinfo=UTC)
FILES = {"good.ipynb": "1" * 64, "bad.ipynb": "2" * 64}


def points(book: Gradebook) -> dict[str, float | None]:
    """What each student has for question a; None also for those whose mark waits."""
    return {record.person.name or record.file: record.points("a") for record in book.records("x")}


@pytest.mark.parametrize("person", [ANA, NOBODY])
def test_a_second_file_changes_no_mark(book, graded, person) -> None:
    """Whatever comes last, nothing counts until a person chooses, both marks are named, and the choice stays."""
    sides = [conflict(FILES, [ANA], "roster.several")]

    def grade(hour: int) -> None:
        book.record_conflicts("x", sides, FILES)
        book.record(graded(person, hour, source="good.ipynb", sha256=FILES["good.ipynb"], a=2.0))
        book.record(graded(person, hour + 1, source="bad.ipynb", sha256=FILES["bad.ipynb"], a=0.0))

    grade(0)
    assert set(points(book).values()) == {None}
    assert all(
        "--lab" in r.error and "good.ipynb: 2" in r.error and "bad.ipynb: 0" in r.error for r in book.records("x")
    )
    (open_one,) = book.conflicts("x")
    book.settle("x", Settlement(open_one.number, "Inés", "good.ipynb"), NOW)
    assert set(points(book).values()) == {2.0}
    grade(5)
    assert set(points(book).values()) == {2.0} and book.conflicts("x")[0].author == "Inés"
    again = conflict(FILES, [replace(ANA, name="Ana Soto Díaz", email="ana@example.org")], "roster.several")
    book.record_conflicts("x", [again], FILES)
    assert [known.author for known in book.conflicts("x")] == ["Inés"], "a corrected list of the course asks nothing"
    other = {**FILES, "bad.ipynb": "3" * 64}
    book.record_conflicts("x", sides, other)
    assert set(points(book).values()) == {None}, "another content is another conflict"


def test_a_guessed_second_file_of_a_later_run_waits_too(book, graded) -> None:
    """A file that only its notebook gives to somebody does not replace an earlier one; what a site says does."""
    book.record(graded(ANA, 0, source="good.ipynb", sha256="1" * 64, a=2.0))
    book.record(replace(graded(ANA, 1, source="late/bad.ipynb", sha256="2" * 64, a=0.0), sure=False))
    assert points(book) == {"Ana Soto": None}
    book.record(graded(EVA, 0, source="1/eva.ipynb", sha256="3" * 64, a=0.0))
    book.record(graded(EVA, 1, source="2/eva.ipynb", sha256="4" * 64, a=2.0))
    assert points(book) == {"Ana Soto": None, "Eva Ruz": 2.0}


def test_a_later_version_takes_the_place_of_the_earlier_one(book, graded) -> None:
    """What a run finds as the last version of a file that was graded before asks nothing; of another's file it does."""
    book.record(graded(ANA, 0, source="Ana/lab.ipynb", sha256="1" * 64, a=2.0))
    source, older, digest = "Ana/lab (2).ipynb", ("Ana/lab.ipynb",), "2" * 64
    known, _ = book.record_conflicts("x", [], {source: digest}, {source: (ANA, older)})
    book.record(replace(graded(ANA, 1, source=source, sha256=digest, a=1.0), sure=False, older=older))
    assert not known and points(book) == {"Ana Soto": 1.0}
    book.record_conflicts("x", [], {"b.ipynb": "3" * 64}, {"b.ipynb": (ANA, ("c.ipynb",))})
    assert points(book) == {"Ana Soto": None}


def test_a_file_is_given_to_the_other_side(book, graded) -> None:
    """A file between two people counts for the one that is chosen, and the other has none; - is for nobody."""
    book.enrol([ANA, EVA])
    book.record_conflicts("x", [conflict(["f.ipynb"], [ANA, EVA], "roster.says_another")], {"f.ipynb": "1"})
    book.record(graded(ANA, 0, source="f.ipynb", a=1.5))
    assert points(book) == {"Ana Soto": None, "Eva Ruz": None} and all(r.error for r in book.records("x"))
    number = book.conflicts("x")[0].number
    with pytest.raises(GradebookError, match="Eva Ruz"):
        book.settle("x", Settlement(number, "Inés"), NOW)
    book.settle("x", Settlement(number, "Inés", student="13"), NOW)
    assert points(book) == {"Ana Soto": None, "Eva Ruz": 1.5} and not any(r.error for r in book.records("x"))
    book.settle("x", Settlement(number, "Inés", student="-"), NOW)
    assert points(book) == {"Ana Soto": None, "Eva Ruz": None}


def test_a_file_that_is_signed_as_anothers_holds_the_marks_of_both(book, graded) -> None:
    """Until somebody settles whose it is, neither the mark of whose it lay with goes out, nor that of who signed."""
    book.enrol([ANA, EVA])
    book.record_conflicts("x", [conflict(["bad.ipynb"], [ANA, EVA], "roster.says_another")], FILES)
    book.record(graded(ANA, 0, source="bad.ipynb", sha256=FILES["bad.ipynb"], a=1.5))
    book.record(graded(EVA, 1, source="own.ipynb", sha256="4" * 64, a=2.0))
    assert points(book) == {"Ana Soto": None, "Eva Ruz": None}
    book.settle("x", Settlement(1, "Inés", student="12"), NOW)
    assert points(book) == {"Ana Soto": 1.5, "Eva Ruz": 2.0}


def test_a_file_given_to_somebody_with_another_one_asks_which_counts(book, graded) -> None:
    """Neither counts by the order of grading; the question outlives later runs, and its answer is whoever's it is."""
    book.enrol([ANA, EVA])
    sides, files = [conflict(["bad.ipynb"], [ANA, EVA], "roster.says_another")], {**FILES, "own.ipynb": "4" * 64}
    book.record_conflicts("x", sides, files)
    book.record(graded(ANA, 0, source="good.ipynb", sha256=FILES["good.ipynb"], a=2.0))
    book.record(graded(ANA, 1, source="bad.ipynb", sha256=FILES["bad.ipynb"], a=1.5))
    book.record(graded(EVA, 2, source="own.ipynb", sha256=files["own.ipynb"], a=0.0))
    book.settle("x", Settlement(1, "Inés", student="13"), NOW)
    book.record_conflicts("x", sides, files)
    assert points(book) == {"Ana Soto": 2.0, "Eva Ruz": None}
    for file, marks in [("bad.ipynb", 1.5), ("own.ipynb", 0.0)]:
        book.settle("x", Settlement(book.conflicts("x")[-1].number, "Inés", file), NOW)
        assert points(book) == {"Ana Soto": 2.0, "Eva Ruz": marks}


def test_what_was_decided_is_told(book, graded) -> None:
    """The conflict and the history of each of its people say who decided, when and for whom; so do a run's rows."""
    book.enrol([ANA, EVA])
    book.record_conflicts("x", [conflict(["f.ipynb"], [ANA, EVA], "roster.says_another")], {"f.ipynb": "1"})
    book.record(graded(ANA, 0, source="f.ipynb", a=1.5))
    assert "must decide whose" in book.conflicts("x")[0].text(catalogue("en"))
    book.settle("x", Settlement(1, "Inés", student="13", note="she came"), NOW)
    (known,) = book.conflicts("x")
    said = known.text(catalogue("en"))
    assert "Inés, 2026-03-03 00:00 UTC: f.ipynb counts for Eva Ruz (13) (she came)" in said and "must" not in said
    for student in ("12", "13"):
        events = [event for event in book.history(student, "x") if isinstance(event, DecisionEvent)]
        assert [event.conflict.text(catalogue("en")) for event in events] == [said]
    rows = decided_rows([Row("f.ipynb", "f", person=ANA)], book.decided_owners("x"))
    absent = absent_rows([ANA, EVA], rows, [known], catalogue("en"))
    assert [row.person.id for row in (*rows, *absent)] == ["13", "12"] and absent[0].error == "Handed in nothing."
    (mate,) = absent_rows([ANA], rows, [known], catalogue("en"), [[ANA, EVA]])
    assert "group handed in f.ipynb" in mate.error


def test_what_is_not_found_any_more_holds_nothing(book, graded) -> None:
    """A run over the same files that finds no conflict closes it, one over other files does not; found, it opens."""
    sides = [conflict(FILES, [ANA], "roster.several")]
    for number, (found, files, state) in enumerate(
        [(sides, FILES, False), ([], {"c.ipynb": "3"}, False), ([], FILES, True), (sides, FILES, False)]
    ):
        book.record_conflicts("x", found, files)
        assert [known.settled for known in book.conflicts("x")] == [state], number


def test_what_cannot_be_settled_is_said(book) -> None:
    """A conflict that is not there, one without its author, and a file that is none of its sides are refused."""
    book.record_conflicts("x", [conflict(FILES, [ANA], "roster.several")], FILES)
    for decided, says in [
        (Settlement(9, "Inés"), "9"),
        (Settlement(1, " ", "good.ipynb"), "--author"),
        (Settlement(1, "Inés", "c.ipynb"), "good.ipynb"),
    ]:
        with pytest.raises(GradebookError, match=says):
            book.settle("x", decided, NOW)

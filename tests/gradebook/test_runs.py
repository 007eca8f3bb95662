"""Laws of runs: recorded once, whole, and never on top of another."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis.strategies import characters, text
from sqlalchemy import func, select

from autograder.gradebook.runs import GradingRun as Recorded
from autograder.gradebook.schema import GradebookTable, OutcomeRow, RunRow, ScoreRow, SubmissionRow
from autograder.people.person import Person
from autograder.results.result import parse_result, result_json

ANA = Person(id="12", name="Ana Núñez")
KEYS = count()
any_text = text(characters(exclude_categories=()), max_size=20)


def many(book, table):
    with book.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def rows(book):
    """All rows of all tables."""
    with book.store.reading() as session:
        return {(t.name, *row) for t in GradebookTable.metadata.sorted_tables for row in session.execute(select(t))}


def test_the_same_run_twice_adds_nothing(book, graded):
    """A run that is in the book is not recorded again, whether it has a result or an error."""
    odd = Person(name="Ana \0 \ud83d", section="\0")
    for run in (graded(ANA, a=1.0, f=None), graded(ANA, 1, error="no es un cuaderno"), graded(odd, source="2", a=1.0)):
        book.record(run)
        before = rows(book)
        book.record(run)
        assert rows(book) == before
    assert many(book, RunRow) == 3


def test_a_regrading_adds_a_run_and_takes_nothing(book, graded, asked):
    """Whatever happens, every row that was in the book stays as it was."""
    steps = [
        lambda: book.record(graded(ANA, 0, a=1.0, f=None)),
        lambda: book.record(graded(ANA, 1, key="k2", a=1.5, f=None)),
        lambda: book.record(graded(ANA, 2, key="k2", sha256="1" * 64, a=2.0, f=None)),
        lambda: book.record(graded(ANA, 3, key="k2", error="el proceso murió")),
        lambda: book.enrol([Person(id="12", name="Ana Núñez Díaz", email="ana@uni.cl"), Person(id="13")]),
    ]
    for number, step in enumerate(steps, 1):
        before = rows(book)
        step()
        assert before < rows(book)
        assert many(book, RunRow) == min(number, 4)
    assert many(book, SubmissionRow) == 3


def test_what_was_graded_last_counts(book, graded):
    """The record is that of the run graded last, in whatever order runs were recorded."""
    for hour, points in ((2, 1.5), (0, 0.5), (1, 1.0)):
        book.record(graded(ANA, hour, key=f"k{hour}", a=points))
    (record,) = book.records("x")
    assert record.points("a") == 1.5


def test_going_back_to_an_older_grader_is_a_run(book, graded):
    """A key that comes again after another one is recorded and counts; what was kept from before is not."""
    first = graded(ANA, 0, key="old", a=1.0)
    book.record(first)
    book.record(graded(ANA, 1, key="new", a=2.0))
    book.record(first)
    assert book.records("x")[0].points("a") == 2.0
    book.record(graded(ANA, 2, key="old", a=1.0))
    assert book.records("x")[0].points("a") == 1.0
    assert many(book, RunRow) == 3


def test_one_key_that_found_something_else_is_recorded(book, graded):
    """Where the grader itself had failed and the next run of the same key did not, that run is recorded."""
    book.record(graded(ANA, 0, a=None))
    book.record(graded(ANA, 1, a=1.0))
    assert book.records("x")[0].points("a") == 1.0


def test_an_error_is_no_result(book, graded):
    """A run that found nothing leaves points unknown, says why, and is not told by 0."""
    book.record(graded(ANA, 0, a=1.0))
    book.record(graded(ANA, 1, error="el proceso murió"))
    (record,) = book.records("x")
    assert (record.result, record.error, record.points("a")) == (None, "el proceso murió", None)


def test_errors_of_two_files_are_two(book, graded):
    """Files that nobody could read are told apart by where they lay and by what was wrong."""
    for source, error in (("1.ipynb", "vacío"), ("2.ipynb", "vacío"), ("2.ipynb", "cortado")):
        book.record(graded(ANA, source=source, error=error))
    assert many(book, RunRow) == 3


def test_scores_and_outcomes_are_those_of_the_result(book, graded):
    """Every question and every check of a result has its row, with null where nobody knows the points."""
    book.record(graded(ANA, a=1.0, f=None, z=0.0))
    with book.store.reading() as session:
        scores = {row.question: row.points for row in session.scalars(select(ScoreRow))}
        checks = [
            (c.question, c.name, c.verdict, c.points) for c in session.scalars(select(OutcomeRow).order_by("place"))
        ]
    assert scores == {"a": 1.0, "f": None, "z": 0.0}
    assert checks[1:3] == [("a", "test_a_1", "passed", 0.5), ("f", "test_f_0", "grader_error", None)]
    assert len(checks) == 6


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_text)
@example("\0")
@example("\ud83d")
def test_the_whole_result_comes_back(book, graded, result, written):
    """Whatever a student writes, the result of a run is given back as `result.json` would hold it."""
    made = result(text=written, a=1.0, f=None)
    person = Person(id=f"{written}!", name=written)
    book.record(Recorded("x", f"k{next(KEYS)}", written, person, made, "", datetime.now(UTC)))
    number = book.history(person, "x")[-1].run
    assert book.result(number) == parse_result(result_json(made))


def test_a_result_that_cannot_be_read_costs_only_itself(book, graded):
    """A result of another program version leaves the others as they are, and its own points unknown, saying so."""
    book.record(graded(ANA, a=1.0))
    book.record(graded(Person(id="13"), source="b", a=2.0))
    with book.store.writing() as session:
        session.connection().exec_driver_sql("UPDATE results SET json = '{}' WHERE run_id = 1")
    known = {record.person.id: record for record in book.records("x")}
    assert known["12"].points("a") is None
    assert "0.1" in known["12"].error
    assert known["13"].points("a") == 2.0


def test_a_time_without_a_zone_is_this_machines(book, graded):
    """Times come back in UTC, and the moment is the same."""
    run = graded(ANA, a=1.0)
    naive = datetime(2026, 3, 2, 9, 30)
    book.record(replace(run, time=naive))
    assert book.history("12", "x")[0].time == naive.astimezone()


@pytest.mark.parametrize("lab", ["y", ""])
def test_labs_stay_apart(book, graded, lab):
    """What is recorded for one lab is not seen in another."""
    book.record(graded(ANA, a=1.0))
    assert book.records(lab) == [] and book.history("12", lab) == []

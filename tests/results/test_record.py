"""Laws of records: a person's points count instead of the grader's, and what nobody knows is not 0."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, integers, none, sampled_from

from autograder.lab.declaration import Lab, Mark, Question
from autograder.people.person import Person
from autograder.results.question_result import QuestionResult
from autograder.results.record import StudentRecord
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.scoring import mark_for_points
from autograder.results.verdict import Status
from autograder.sandbox.level import Level

ASKED = (
    Question("a", "A", "code", 2.0),
    Question("b", "B", "written", 1.0),
    Question("z", "Z", "code", 0.5, bonus=True),
)
LAB = Lab("x", "X", ASKED, mark=Mark(1.0, 7.0))
WHERE = Environment("cpu", Level.NONE, "0", "3", "2", {}, 1.0, "")
ids = sampled_from([question.id for question in ASKED])
halves = integers(0, 4).map(lambda n: n / 2)


def record(found: dict[str, float | None], manual: dict[str, float]) -> StudentRecord:
    """The record of somebody whose questions earned so much, None where a person must look."""
    answered = {id: QuestionResult(id, Status.PARTIAL, points, 2.0, False, {}, (), ()) for id, points in found.items()}
    handed = SubmissionInfo("x.ipynb", "0", None, None, None, False)
    result = Result("x", handed, 0.0, 3.0, 0.0, 0.0, 0.0, None, (1.0, 7.0), answered, {}, (), (), (), WHERE)
    return StudentRecord(Person(), "x.ipynb", result, manual=manual)


@given(dictionaries(ids, none() | halves), dictionaries(ids, halves))
def test_a_persons_points_count(found, manual):
    """What a person gave is what a question has; else what the grader found, None where it found nothing."""
    made = record(found, manual)
    for question in ASKED:
        given_by_hand = question.id in manual
        assert made.points(question.id) == (manual[question.id] if given_by_hand else found.get(question.id))


@given(dictionaries(ids, none() | halves), dictionaries(ids, halves))
def test_there_is_a_mark_when_nothing_that_counts_is_open(found, manual):
    """The total is that of the points that stand; while one is open that could change the mark, there is none."""
    made = record(found, manual)
    total = made.total(LAB)
    points = [made.points(question.id) for question in ASKED]
    known = [value for value in points if value is not None]
    assert total.score + total.bonus == pytest.approx(sum(known))
    if None not in points:
        assert total.mark == mark_for_points(sum(known), LAB.mark)
    elif sum(known) < 6:
        assert total.mark is None


def test_what_was_not_graded_has_no_total() -> None:
    """Nothing handed in and nothing given by hand is no 0; one question given by hand is a beginning."""
    nothing = StudentRecord(Person(name="Ana"), error="nothing handed in")
    assert nothing.total(LAB) is None and nothing.points("a") is None
    begun = replace(nothing, manual={"a": 1.5}).total(LAB)
    assert (begun.score, begun.pending, begun.mark) == (1.5, 1.0, None)

"""Laws of questions: each accounts for everybody who handed in and agrees with the gradebook; null is never none."""

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis.strategies import data

from autograder.lab.declaration import Question
from autograder.results.record import StudentRecord
from autograder.results.verdict import Status
from autograder.summary.questions import QuestionStatus, question_status
from autograder.summary.summary import summarize


@settings(deadline=None, max_examples=60)
@drawn(data())
def test_each_question_accounts_for_everybody(classes, lab, data):
    """The counts add up to those who handed in, and full ones are those who passed in the gradebook's own numbers."""
    found = summarize(data.draw(classes), lab)
    for one, asked in zip(found.questions, found.stats.questions, strict=True):
        assert sum(one.fates.values()) == found.handed_in
        known = found.handed_in - one.fates[QuestionStatus.WAITS] - one.fates[QuestionStatus.UNGRADED]
        assert known == asked.known
        assert one.fates[QuestionStatus.FULL] == round((asked.passed or 0) * known)


@pytest.mark.parametrize(
    ("points", "status", "met"),
    [
        (2.0, Status.PASSED, QuestionStatus.FULL),
        (0.5, Status.PARTIAL, QuestionStatus.PARTIAL),
        (0.0, Status.FAILED, QuestionStatus.NONE),
        (0.0, Status.MISSING, QuestionStatus.MISSING),
        (None, Status.MANUAL, QuestionStatus.WAITS),
        (None, Status.ERROR, QuestionStatus.WAITS),
    ],
)
def test_each_status_has_its_outcome(stand, answer, lab, points, status, met):
    """What the grader said decides, where nobody gave points."""
    assert question_status(stand(a=answer("a", points, status)), lab.questions[0]) is met


@pytest.mark.parametrize(
    ("given", "met"), [(2.0, QuestionStatus.FULL), (1.0, QuestionStatus.PARTIAL), (0.0, QuestionStatus.NONE)]
)
@pytest.mark.parametrize("status", [Status.MANUAL, Status.MISSING, Status.FAILED, Status.PASSED])
def test_points_by_hand_decide(stand, answer, lab, given, met, status):
    """Points that somebody gave decide, whatever the grader said."""
    assert question_status(stand(manual={"a": given}, a=answer("a", None, status)), lab.questions[0]) is met


def test_what_was_not_graded_is_not_none(stand, lab):
    """A file that could not be read, and a question that a result does not have, are not graded."""
    assert question_status(StudentRecord(stand().person, error="vacío"), lab.questions[0]) is QuestionStatus.UNGRADED
    assert question_status(stand(f=1.0), lab.questions[0]) is QuestionStatus.UNGRADED


def test_a_question_without_points_can_be_wrong(stand, answer):
    """A question that is worth nothing is full only if it is right."""
    worthless = Question("a", "A", "code", 0.0)
    assert question_status(stand(a=answer("a", 0.0, Status.FAILED)), worthless) is QuestionStatus.NONE
    assert question_status(stand(a=answer("a", 0.0, Status.PASSED)), worthless) is QuestionStatus.FULL

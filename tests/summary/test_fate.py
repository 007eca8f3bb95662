"""Laws of fates: null is never none, and what people gave counts."""

import pytest

from autograder.lab.declaration import Question
from autograder.results.record import Standing
from autograder.results.verdict import Status
from autograder.summary.fate import Fate, fate


@pytest.mark.parametrize(
    ("points", "status", "met"),
    [
        (2.0, Status.PASSED, Fate.FULL),
        (0.5, Status.PARTIAL, Fate.PARTIAL),
        (0.0, Status.FAILED, Fate.NONE),
        (0.0, Status.MISSING, Fate.MISSING),
        (None, Status.MANUAL, Fate.WAITS),
        (None, Status.ERROR, Fate.WAITS),
    ],
)
def test_each_status_has_its_fate(stand, answer, lab, points, status, met):
    """What the grader said decides, where nobody gave points."""
    assert fate(stand(a=answer("a", points, status)), lab.questions[0]) is met


@pytest.mark.parametrize(("given", "met"), [(2.0, Fate.FULL), (1.0, Fate.PARTIAL), (0.0, Fate.NONE)])
@pytest.mark.parametrize("status", [Status.MANUAL, Status.MISSING, Status.FAILED, Status.PASSED])
def test_points_by_hand_decide(stand, answer, lab, given, met, status):
    """Points that somebody gave decide, whatever the grader said."""
    assert fate(stand(manual={"a": given}, a=answer("a", None, status)), lab.questions[0]) is met


def test_what_was_not_graded_is_not_none(stand, lab):
    """A file that could not be read, and a question that a result does not have, are not graded."""
    assert fate(Standing(stand().person, error="vacío"), lab.questions[0]) is Fate.UNGRADED
    assert fate(stand(f=1.0), lab.questions[0]) is Fate.UNGRADED


def test_a_question_without_points_can_be_wrong(stand, answer):
    """A question that is worth nothing is full only if it is right."""
    worthless = Question("a", "A", "code", 0.0)
    assert fate(stand(a=answer("a", 0.0, Status.FAILED)), worthless) is Fate.NONE
    assert fate(stand(a=answer("a", 0.0, Status.PASSED)), worthless) is Fate.FULL

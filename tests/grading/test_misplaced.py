"""Laws of answers that stand where they do not run."""

from pathlib import Path

import pytest

from autograder.grading.misplaced import without_zero_for_misplaced
from autograder.kernel.session import Script, Session
from autograder.lab.declaration import Lab, Question
from autograder.notebook.submission import Cell, Submission
from autograder.results.verdict import Judgement, Outcome, Verdict
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import Workspace
from autograder.student.student import Student

LAB = Lab("x", "X", (Question("d", "Head", "code", 1.0, defines=("Head",)),), language="en")
ABSENT = Outcome("d", "test_d", "Head", 1.0, Verdict.STUDENT_ERROR, "No Head.", absent=True)
WRONG = Outcome("d", "test_d", "Head", 1.0, Verdict.FAILED, "Wrong.")


def left(outcome, source, kind="markdown"):
    """What becomes of an outcome in a notebook of one cell."""
    handed = Submission(Path("x.ipynb"), "", (Cell(0, kind, source),))
    session = Session(Script("", {}, {}), Workspace(Path("nowhere"), Host(), LAB.limits))
    judgement = without_zero_for_misplaced(Judgement((outcome,)), Student(session, LAB, handed), LAB)
    return judgement.outcomes[0]


def test_what_was_not_found_is_open_where_it_stands_in_text():
    """A check that found nothing is left to a person, who is told the cell, if the definition stands in text."""
    outcome = left(ABSENT, "class Head:\n    x = 1")
    assert (outcome.score, outcome.undecided, outcome.absent) == (None, True, False)
    assert "cell 0" in outcome.message


@pytest.mark.parametrize(("outcome", "source"), [(ABSENT, "I did not do Head."), (WRONG, "class Head:\n    x = 1")])
def test_what_is_wrong_or_nowhere_stays_zero(outcome, source):
    """A definition that was run and is wrong is not excused by another in text, and neither is one that is nowhere."""
    assert left(outcome, source) == outcome

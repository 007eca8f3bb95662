"""Laws of the strict rules of a course."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.live_submission import LiveSubmission
from autograder.grading.rules import barred_questions, counted_failures
from autograder.kernel.cell_run import CellRun, CellStatus
from autograder.kernel.session import Script, Session
from autograder.lab.declaration import Lab, Question, Rules
from autograder.lab.student_template import Template
from autograder.notebook.prepared_cell import RewrittenCell
from autograder.notebook.submission import Cell, Submission
from autograder.results.verdict import FailureCause
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import Workspace
from autograder.student.student import Student

CODE = Question("d", "Head", "code", 1.0, defines=("Head",))
BONUS = Question("j", "Baseline", "both", 0.25, bonus=True)
LAB = Lab("x", "X", (CODE, BONUS), rules=Rules(errors="require"))
STUBS = {"d": ('raise NotImplementedError("d) missing")',), "j": ('raise NotImplementedError("j) missing")',)}
TEMPLATE = Template(frozenset(), frozenset(), code=STUBS, prompts={"j": "Train `baseline`, as long as `max_iters`."})


def failing(*errors, cause=FailureCause.STUDENT):
    """A submission of cells, each given as its source and the error that it ended with, or None."""
    sources = {index: source for index, (source, _) in enumerate(errors)}
    session = Session(Script("", {}, sources), Workspace(Path("nowhere"), Host(), LAB.limits))
    session.runs = tuple(
        CellRun(index, CellStatus.ERROR if error else CellStatus.OK, *(error or ()), cause=cause)
        for index, (_, error) in enumerate(errors)
    )
    handed = Submission(Path("x.ipynb"), "", tuple(Cell(index, "code", text) for index, text in sources.items()))
    made = {index: RewrittenCell(text) for index, text in sources.items()}
    return LiveSubmission(handed, made, session, Student(session, LAB, handed))


STUB_OF_BONUS = (STUBS["j"][0], ("NotImplementedError", "j) missing"))
STUB_OF_CODE = (STUBS["d"][0], ("NotImplementedError", "d) missing"))


def undefined(name):
    """The error of a name that nothing defines."""
    return ("NameError", f"name '{name}' is not defined")


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        ([STUB_OF_BONUS], []),
        ([STUB_OF_CODE], [0]),
        ([("x = 1 / 0", ("ZeroDivisionError", "division by zero")), STUB_OF_BONUS], [0]),
        ([STUB_OF_BONUS, ("best = loss(baseline)", undefined("baseline")), ("print(best)", undefined("best"))], []),
        ([STUB_OF_BONUS, ("print(bseline)", undefined("bseline"))], [1]),
        ([("max_iters = 3", None), ("print(max_iters)", undefined("max_iters"))], [1]),
    ],
)
def test_leaving_a_bonus_out_is_no_error(cells, counted):
    """The untouched stub of a bonus, and what lacks only names that a bonus asks for, do not count as errors."""
    live = failing(*cells)
    assert [failed.cell for failed in counted_failures(live, LAB, TEMPLATE)] == counted
    assert barred_questions(live, LAB, TEMPLATE) == (set(LAB.questions) if counted else set())


@pytest.mark.parametrize("cause", [cause for cause in FailureCause if cause is not FailureCause.STUDENT])
def test_only_the_students_own_errors_count(cause):
    """A cell that failed for a reason that is not the student's does not bar the submission."""
    assert counted_failures(failing(("x", ("OSError", "no"))), LAB, TEMPLATE)
    assert not counted_failures(failing(("x", ("OSError", "no")), cause=cause), LAB, TEMPLATE)


def test_rules_that_are_not_required_bar_nothing():
    """Errors and missing comments cost no points unless the lab requires their absence."""
    live = failing(("class Head: pass\nx", ("NameError", "name 'x' is not defined")))
    assert barred_questions(live, replace(LAB, rules=Rules()), TEMPLATE) == set()
    assert barred_questions(live, replace(LAB, rules=Rules(comments="require")), TEMPLATE) == {CODE}

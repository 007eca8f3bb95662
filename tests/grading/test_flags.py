"""Laws of what a person should see."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.flags import flags, uncommented
from autograder.grading.live_submission import LiveSubmission
from autograder.kernel.cell_run import CellRun, CellStatus
from autograder.kernel.script import Script
from autograder.kernel.session import Session
from autograder.lab.declaration import MIB, Lab, Limits, Question, Rules, StudentRules
from autograder.lab.student_template import Template
from autograder.notebook.prepared_cell import RewrittenCell as Made
from autograder.notebook.submission import Cell, Submission
from autograder.people.identity import Identity
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import Workspace
from autograder.student.student import Student

CODE = Question("d", "Head", "code", 1.0, defines=("Head",))
LAB = Lab("x", "X", (CODE,), student=StudentRules(stub_seed=1337), aliases={"Head": ("Kopf",)}, language="en")
KNOWN = Identity("Ana", (206684402,), "20668440-2", False)
GIVEN = Template(frozenset(), frozenset({"# given"}))


def lived(*sources, counts=(), runs=(), uses=None):
    """A submission of code cells as it is after its run, without a kernel."""
    counts = counts or range(1, len(sources) + 1)
    cells = tuple(Cell(i, "code", s, count) for i, (s, count) in enumerate(zip(sources, counts, strict=True)))
    script = Script("", {}, dict(enumerate(sources)), ())
    session = Session(script, Workspace(Path("nowhere"), Host(), LAB.limits))
    session.runs, session.uses = tuple(runs), uses or {}
    made = {index: Made(source) for index, source in enumerate(sources)}
    handed = Submission(Path("x.ipynb"), "", cells)
    return LiveSubmission(handed, made, session, Student(session, LAB, handed))


def keys(live, lab=LAB, identity=KNOWN):
    """The keys of the flags that are raised."""
    return [flag.key for flag in flags(live, lab, identity, GIVEN)]


def ruled(**rules):
    """The lab under other rules."""
    return replace(LAB, rules=Rules(**rules))


def test_a_tidy_submission_has_no_flags():
    """A notebook that ran in order, with its author, seed and comments, raises nothing."""
    assert keys(lived("x = 1", "class Head:  # mine\n    pass")) == []


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (replace(KNOWN, name=None), ["no_name"]),
        (replace(KNOWN, rut=None), ["no_rut"]),
        (replace(KNOWN, rut=None, seed_left=True), ["seed_left"]),
        (replace(KNOWN, seed_left=True), ["seed_left"]),
        (Identity(None, (1337,), None, True), ["no_name", "seed_left"]),
    ],
)
def test_what_a_notebook_does_not_say_of_its_author_is_flagged(identity, expected):
    """A missing name and a missing RUT are flagged, and a seed that was left as it was."""
    assert keys(lived("x = 1"), identity=identity) == expected


@pytest.mark.parametrize("status", [status for status in CellStatus if status is not CellStatus.OK])
def test_every_way_of_not_running_is_said(status):
    """Whatever became of a cell that did not run well, there is a flag with its place and a text."""
    live = lived("x", "y", runs=[CellRun(0, CellStatus.OK), CellRun(1, status, "NameError", "y" * 999)])
    (flag,) = flags(live, LAB, KNOWN, GIVEN)
    assert (flag.key, flag.cell) == ("cell_error", 1)
    assert flag.message and len(flag.message) < 400
    assert keys(live, ruled(errors="ignore")) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((1, 2, 3), []),
        ((4, 7, 9), []),
        ((1, None, 3), []),
        ((2, 1, 3), ["out_of_order"]),
        ((1, 1, 2), ["out_of_order"]),
        ((3, None, 1), ["out_of_order"]),
        ((None, None, None), ["never_run"]),
    ],
)
def test_the_saved_numbers_tell_the_order(counts, expected):
    """Execution numbers that do not rise say that cells ran out of order; none at all, that nothing ran."""
    assert keys(lived("a = 1", "b = 1", "c = 1", counts=counts)) == expected


def test_saved_output_shows_that_a_notebook_was_run():
    """A notebook without execution numbers was run if output was saved with it."""
    live = lived("a = 1", counts=(None,))
    assert keys(live) == ["never_run"]
    cells = (replace(live.submission.cells[0], has_output=True),)
    assert keys(replace(live, submission=replace(live.submission, cells=cells))) == []


def test_an_ignored_order_is_not_flagged():
    """A lab that ignores the order of the cells sees no flag for it."""
    assert keys(lived("a = 1", "b = 1", counts=(2, 1)), ruled(order="ignore")) == []


def test_a_module_that_is_not_here_is_flagged():
    """An import that was left out is flagged, by module and cell."""
    live = lived("import moon")
    live.cells[0] = Made("pass", missing=("moon",))
    (flag,) = flags(live, LAB, KNOWN, GIVEN)
    assert (flag.key, flag.cell) == ("missing_module", 0) and "moon" in flag.message


def test_a_comment_of_ones_own_is_needed_once():
    """A code question is uncommented where its cells are there and none holds a comment that was not given."""
    assert uncommented(lived("class Head: pass  # given"), LAB, GIVEN) == [CODE]
    assert uncommented(lived("class Head: pass  # mine"), LAB, GIVEN) == []
    assert uncommented(lived("Head = f()", "class Head: pass  # mine"), LAB, GIVEN) == []
    assert uncommented(lived("x = 1"), LAB, GIVEN) == []
    stub = replace(GIVEN, code={"d": ("class Head: pass",)})
    assert uncommented(lived("class Head:  pass"), LAB, stub) == []


def test_missing_comments_are_flagged_unless_ignored():
    """An uncommented question is flagged by its id, unless the lab ignores comments."""
    live = lived("class Head: pass")
    assert [(f.key, f.question) for f in flags(live, LAB, KNOWN, GIVEN)] == [("no_comments", "d")]
    assert keys(live, ruled(comments="require")) == ["no_comments"]
    assert keys(live, ruled(comments="ignore")) == []


def test_a_cell_that_prints_a_flood_is_flagged():
    """A cell that wrote more than the limit of output is named with what it wrote; one at the limit is not."""
    lab = replace(LAB, limits=Limits(output=2.0))
    live = lived("x = 1", "x = 2", "x = 3")
    live.session.output_sizes = {0: 2 * MIB, 1: 7 * MIB, 2: 0}
    (flag,) = flags(live, lab, KNOWN, GIVEN)
    assert (flag.key, flag.cell) == ("printed", 1)
    assert "7" in flag.message

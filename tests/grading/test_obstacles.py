"""Laws of obstacles: what failed for want of something unseen waits for a person, and nothing else does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.grading import check_runner
from autograder.grading.failed_cells import failed_cells, students_own
from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab
from autograder.results.result import FailedCell
from autograder.results.verdict import FailureCause, Outcome, Verdict

CHECKS = """
from autograder.checks import points

@points(0.5)
def test_doubles(student):
    assert student.call("double", 2) == 4

@points(0.5)
def test_is_there(student):
    student.handle("double")
"""
RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return 3 * x"
USES_TEXT = "def double(x):\n    return len(text) * x"
Judged = Callable[..., tuple[list[Outcome], tuple[FailedCell, ...]]]


READS = """
from autograder.checks import points

@points(0.5)
def test_counts(student):
    with student.corpus("abc"):
        assert student.call("count") == 3
"""


@pytest.fixture(scope="module")
def lab(tiny: Callable[..., Lab]) -> Lab:
    """A lab with one question and two checks of it."""
    made = tiny(test_a_doubles=CHECKS)
    return replace(made, limits=replace(made.limits, cell=2))


@pytest.fixture(scope="module")
def judged(lab, written, here) -> Judged:
    """Runs code cells and judges them: the outcomes of both checks, and the failed cells."""
    shelf: Shelf = shelf_for(lab)

    def judge(*cells: str) -> tuple[list[Outcome], tuple[FailedCell, ...]]:
        with open_submission(written(*cells), lab, shelf, here) as live:
            outcomes = check_runner.run(live.student, lab, shelf).outcomes
            return sorted(outcomes, key=lambda one: one.name), failed_cells(live.session)

    return judge


FILE = "text = open('not/here.txt').read()"
ANY_CAUSE = [
    (FILE, FailureCause.FILE),
    ("text = __import__('not_on_this_machine').text", FailureCause.MODULE),
    ("raw = open('not/here.txt').read()\ntext = raw.lower()", FailureCause.FILE),
    ("while True: pass\ntext = 'x'", FailureCause.TIME),
    ("1 / 0\ntext = 'x'", FailureCause.STUDENT),
]
SEEN = [
    (FILE, WRONG),  # it does not need what is unseen
    (FILE + "\ntext = 'abc'", USES_TEXT),  # set all the same
    ("text = 'abc'\n1 / 0", USES_TEXT),
    ("import torch\ntorch.load('not/here.pt')", "import torch\n" + WRONG),
    (FILE, "def double(text): return 3 * text"),  # a name of its own
    ("raise NotImplementedError('a)')\ntext = 'x'", USES_TEXT),  # the stub says that there is no answer
]


@pytest.mark.parametrize(("cell", "cause"), ANY_CAUSE)
def test_what_needs_something_unseen_waits_for_a_person(judged, cell, cause):
    """A check that failed on an answer whose needs were not set is undecided, with the cell; what passed has passed."""
    (doubles, there), cells = judged("x = 1", cell, USES_TEXT)
    assert (doubles.verdict, doubles.undecided, doubles.score) == (Verdict.GRADER_ERROR, True, None)
    assert "1" in doubles.message
    assert there.verdict is Verdict.PASSED
    assert cause in {failed.cause for failed in cells if failed.cell == 1}


@pytest.mark.parametrize(("cell", "answer"), SEEN)
def test_what_was_seen_is_judged(judged, cell, answer):
    """An answer that needs nothing unseen is wrong where it is wrong, whatever else failed in the notebook."""
    (doubles, _), _ = judged(cell, answer)
    assert doubles.score == 0.0


def test_an_answer_that_was_not_reached_waits_for_a_person(judged):
    """The answer itself may be what is unseen, below an error of another kind; an answer that fails itself is seen."""
    assert [one.score for one in judged("1 / 0\n" + RIGHT)[0]] == [None, None]
    assert [one.score for one in judged("double = 1 / 0")[0]] == [0.0, 0.0]
    assert [one.score for one in judged("double = 1 / 0 + k\nk = 3")[0]] == [0.0, 0.0]
    assert [one.score for one in judged("def double(x:\n    return 2 * x")[0]] == [0.0, 0.0]


def test_a_definition_that_came_too_early_is_judged(judged):
    """A class or function whose cell stopped for want of a later import is defined at the end, and nothing twice."""
    uses_math = "def double(x=math.pi):\n    return {} * x"
    assert [one.score for one in judged(uses_math.format(2), "import math")[0]] == [0.5, 0.5]
    assert [one.score for one in judged(uses_math.format(3), "import math")[0]] == [0.0, 0.5]
    fixed = judged(uses_math.format(3), "import math\n" + RIGHT)
    assert [one.score for one in fixed[0]] == [0.5, 0.5]
    assert [(one.cell, one.type) for one in fixed[1]] == [(0, "NameError")]


def test_an_answer_about_a_text_that_was_replaced_waits_for_a_person(tiny, written, here):
    """Where the notebook's own text was not handed in, a wrong answer about a text is undecided, and names the file."""
    lab = tiny({"a": 0.5, "b": 1.0}, test_a_counts=READS, test_b_doubles=CHECKS)
    lab = replace(lab, corpora={"corpus.txt": "cabromagico"})
    cells = ["text = open('{}').read()", "def count(): return len(text)", WRONG]
    scores, told = [], []
    for name in ("corpus.txt", "mi_libro.txt"):
        sources = [cell.replace("{}", name) for cell in cells]
        with open_submission(written(*sources), lab, shelf_for(lab), here) as live:
            outcomes = sorted(check_runner.run(live.student, lab, shelf_for(lab)).outcomes, key=lambda one: one.name)
        scores.append([one.score for one in outcomes])
        told += [one.message for one in outcomes if one.name == "test_counts"]
    assert scores == [[0.0, 0.0, 0.5], [None, 0.0, 0.5]]
    assert "mi_libro.txt" in told[1]


def test_a_process_that_answers_no_more_is_no_error_of_the_grader(judged):
    """Where the last check ended the process, what failed is judged by what is known of the run."""
    (doubles, there), _ = judged("import os\ndef double(x): os._exit(1)", "1 / 0\nfrom os import *\nother = 1")
    assert (doubles.score, there.score) == (0.0, 0.5)


def test_failed_cells_are_told_in_order(judged):
    """Cells that stopped and lines that were passed over stand in the notebook's order, with their causes."""
    _, cells = judged("x = 1\n" + FILE + "\n1 / 0", RIGHT, FILE)
    assert [(one.cell, one.line, one.status, one.type, one.cause) for one in cells] == [
        (0, 2, "passed_over", "FileNotFoundError", FailureCause.FILE),
        (0, 3, "error", "ZeroDivisionError", FailureCause.STUDENT),
        (2, 1, "passed_over", "FileNotFoundError", FailureCause.FILE),
    ]
    assert students_own(cells) == (cells[1],)

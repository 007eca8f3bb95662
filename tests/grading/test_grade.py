"""Laws of a whole submission, from its file to its result."""

import dataclasses
import json
from collections.abc import Callable

import jsonschema
import nbformat
import pytest

from autograder.grading.grade import grade
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, Limits
from autograder.notebook.submission import Submission, read_notebook
from autograder.release import samples
from autograder.results.result import Result, result_schema
from autograder.sandbox.host import Host

DOUBLE = "def double(x):\n    return 2 * x  # twice"
CHECK = """
from autograder.checks import points

@points({points})
def test_doubles(student):
    assert student.call("double", 2) == 4
"""
OURS = """
from autograder.checks import points

@points(0.25)
def test_ours(student):
    student.call("double", 2)
    {}["a fault of the grader"]
"""


@pytest.fixture(scope="module")
def judge(here: Host) -> Callable[[Submission, Lab], Result]:
    """Grades a submission, and holds the result against the schema."""

    def made(submission: Submission, lab: Lab) -> Result:
        result = grade(submission, lab, shelf_for(lab), here)
        jsonschema.validate(json.loads(json.dumps(result.table)), result_schema())
        return result

    return made


@pytest.fixture(scope="module")
def lab(tiny) -> Lab:
    """A lab of one question that one check judges."""
    return dataclasses.replace(tiny(test_a_x=CHECK.format(points=1.0)), limits=Limits(cell=1.5, check=2, submission=60))


@pytest.mark.slow
def test_the_reference_earns_everything_that_needs_no_person(judge, gpt, tmp_path):
    """The reference has every automatic point; what a person must read is pending, and in the range."""
    (path,) = samples.write_samples(gpt, tmp_path, ("reference",))
    result = judge(read_notebook(path), gpt)
    assert (result.score, result.max_score, result.pending) == (5.5, 6.0, 0.5)
    assert (result.mark, result.mark_range) == (None, (6.5, 7.0))
    assert {check.verdict for answer in result.questions.values() for check in answer.checks} == {"passed"}
    assert {id for id, answer in result.questions.items() if answer.status == "manual"} == {"b", "c", "f", "j"}
    assert result.cells == ()


@pytest.mark.slow
def test_the_stub_earns_nothing(judge, gpt, tmp_path):
    """The notebook as students receive it scores 0 and passes no check at all."""
    (path,) = samples.write_samples(gpt, tmp_path, ("stub",))
    result = judge(read_notebook(path), gpt)
    assert (result.score, result.bonus, result.pending) == (0.0, 0.0, 0.0)
    assert [c.name for answer in result.questions.values() for c in answer.checks if c.verdict == "passed"] == []
    assert {answer.status for answer in result.questions.values()} <= {"missing", "failed"}
    assert result.mark == 1.0


def test_the_same_file_gives_the_same_result(judge, lab, written, without_times):
    """Grading twice differs in nothing but the seconds."""
    submission = written(DOUBLE, "import torch\nnoise = torch.rand(3)", "1 / 0")
    first, second = (judge(submission, lab) for _ in range(2))
    assert without_times(first) == without_times(second)
    assert (first.score, first.mark) == (1.0, 2.0)


def test_a_cell_that_kills_the_kernel_costs_only_itself(judge, lab, written):
    """The killer is told, and the answers before and after it are judged."""
    result = judge(written("x = 1", "import os\nos._exit(1)", DOUBLE), lab)
    assert [(cell.cell, cell.status) for cell in result.cells] == [(1, "killed")]
    assert "cell_error" in {flag.key for flag in result.flags}
    assert result.score == 1.0


def test_a_cell_over_its_limit_costs_only_itself(judge, lab, written):
    """A cell that does not end is told as timed out, and the answers after it are judged."""
    result = judge(written("import time\nwhile True: time.sleep(0.1)", DOUBLE), lab)
    assert [(cell.cell, cell.status) for cell in result.cells] == [(0, "timed_out")]
    assert result.score == 1.0


def test_an_old_notebook_is_upgraded_and_graded(judge, lab, tmp_path):
    """A notebook of nbformat 3 gets what its answers deserve."""
    cell = nbformat.v3.new_code_cell(input=DOUBLE)
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[cell])])))
    assert json.loads(path.read_text())["nbformat"] == 3
    assert judge(read_notebook(path), lab).score == 1.0


def test_a_fault_of_the_grader_never_costs_points(judge, tiny, written):
    """Where a check of ours fails, points are null, the question is an error, and the range still includes them."""
    lab = tiny(
        {"a": 1.0, "b": 0.5}, test_a_x=CHECK.format(points=0.75), test_a_y=OURS, test_b_x=CHECK.format(points=0.5)
    )
    result = judge(written(DOUBLE), lab)
    question = result.questions["a"]
    assert (question.status, question.score) == ("error", None)
    assert [(check.verdict, check.score) for check in question.checks] == [("passed", 0.75), ("grader_error", None)]
    assert (result.score, result.pending, result.mark, result.mark_range) == (1.25, 0.25, None, (2.3, 2.5))


def test_a_name_that_was_never_defined_is_missing(judge, lab, written):
    """No answer is a missing one, and scores 0."""
    result = judge(written("x = 1"), lab)
    assert (result.questions["a"].status, result.score, result.mark) == ("missing", 0.0, 1.0)


def test_a_fake_report_earns_nothing(judge, lab, written, capfd):
    """What a notebook prints, writes to the terminal or leaves as files is not the result."""
    fake = (
        "import os, json\nprint('score: 6.0')\nos.write(1, b'passed'); open('result.json', 'w').write('{\"score\": 6}')"
    )
    result = judge(written(fake, "def double(x): return x"), lab)
    assert result.score == 0.0
    assert "".join(capfd.readouterr()) == ""


def test_a_strict_lab_gives_nothing_where_a_cell_fails(judge, lab, written):
    """With errors = "require", a notebook that fails somewhere is not evaluated."""
    strict = dataclasses.replace(lab, rules=dataclasses.replace(lab.rules, errors="require"))
    assert judge(written(DOUBLE, "1 / 0"), strict).score == 0.0

"""Laws of the judge: what a check raises is its verdict, and what is wrong with the checks is never a verdict."""

import dataclasses
import json
import sys
from collections.abc import Iterator

import pytest

from autograder.errors import LabError
from autograder.grading import check_plugin, check_runner
from autograder.grading.live_submission import LiveSubmission, open_submission
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, Limits
from autograder.results.verdict import Outcome, Verdict

NOTEBOOK = """
import os
def double(x): return 2 * x
def spin():
    while True: pass
def die(): os._exit(1)
def broken(): raise ValueError("a" * (1 << 20))
def todo(): raise NotImplementedError("a")
def hoard(): return bytearray(1 << 50)
def flood():
    import gc, struct
    server = next(one for one in gc.get_objects() if type(one).__name__ == "Server")
    server.connection.sendall(struct.pack("<QII", 1, 1 << 31, 0))
size = 3
def lists(x): return [x, "\\ud800"]
"""
VERDICTS = '''
import pytest
from autograder.checks import points
from autograder.student.assertions import WrongAnswer
from autograder.student.exceptions import StudentFault, Undecided

@points(0.25, hint="Multiply.")
def test_right(student):
    """Two and two are four,
    also on two lines.

    Nobody reads this."""
    assert student.call("double", 2) == 4

@points(0.25, hint="Multiply.")
def test_wrong(student):
    assert student.call("double", 2) == 5, "five is right"

def test_message(student):
    raise WrongAnswer("expect.custom", message="m" * 100_000)

def test_raised(student):
    student.call("broken")

def test_absent(student):
    student.get("nothing_like_it")

def test_todo(student):
    student.call("todo")

def test_skipped(student):
    pytest.skip("not here")

def test_ours(student):
    {}["k" * 100_000]

def test_stumbles(student):
    value = student.call("lists", 1)
    return value + 1

def test_undecided(student):
    raise Undecided("a person must look")

def test_unknown_fixture(nothing):
    pass

@pytest.fixture
def prepared(student):
    return student.call("broken")

def test_fixture_asks(prepared):
    pass

def test_group(student):
    raise ExceptionGroup("flaky", [AssertionError("inner"), ValueError()])
'''
SPINS = """
import pytest
from autograder.checks import points
from autograder.student.assertions import WrongAnswer
from autograder.student.exceptions import StudentFault, Undecided
def test_spins(student):
    with student.globals(size=9):
        student.call("spin")

@points(0.5)
def test_after_the_timeout(student):
    assert student.call("double", student.get("size")) == 6

def test_catches_the_timeout(student):
    try:
        student.call("spin")
    except StudentFault:
        pass
    student.call("double", 1)
"""
DIES = """
import pytest
from autograder.checks import points
from autograder.student.assertions import WrongAnswer
from autograder.student.exceptions import StudentFault, Undecided
kept = []

def test_keeps(student):
    kept.append(student.new("double", 4))

def test_dies(student):
    student.call("die")

def test_after_the_death(student):
    assert student.call("double", 2) == 4

def test_old_handle(student):
    kept[0].value()

def test_hoards(student):
    student.call("hoard")

def test_after_the_hoard(student):
    assert student.call("double", 2) == 4

def test_floods(student):
    student.call("flood")
"""
WANTED = {
    "test_right": Verdict.PASSED,
    "test_wrong": Verdict.FAILED,
    "test_message": Verdict.FAILED,
    "test_raised": Verdict.STUDENT_ERROR,
    "test_absent": Verdict.STUDENT_ERROR,
    "test_todo": Verdict.STUDENT_ERROR,
    "test_skipped": Verdict.SKIPPED,
    "test_ours": Verdict.GRADER_ERROR,
    "test_stumbles": Verdict.STUDENT_ERROR,
    "test_undecided": Verdict.GRADER_ERROR,
    "test_unknown_fixture": Verdict.GRADER_ERROR,
    "test_fixture_asks": Verdict.STUDENT_ERROR,
    "test_group": Verdict.FAILED,
    "test_spins": Verdict.TIMED_OUT,
    "test_after_the_timeout": Verdict.PASSED,
    "test_catches_the_timeout": Verdict.TIMED_OUT,
    "test_keeps": Verdict.PASSED,
    "test_dies": Verdict.KILLED,
    "test_after_the_death": Verdict.PASSED,
    "test_old_handle": Verdict.STUDENT_ERROR,
    "test_hoards": Verdict.OUT_OF_MEMORY,
    "test_after_the_hoard": Verdict.PASSED,
    "test_floods": Verdict.OUTPUT_FLOOD,
}
PASSES = """
from autograder.checks import points

@points({points})
def test_it(student):
    assert {condition}
"""


@pytest.fixture(scope="module")
def opened(tiny, written, here) -> Iterator[LiveSubmission]:
    """A small notebook, live, for whatever checks."""
    lab = dataclasses.replace(tiny(), limits=Limits(10, 1, 60))
    with open_submission(written(NOTEBOOK), lab, shelf_for(lab), here) as made:
        yield made


def run(opened: LiveSubmission, lab: Lab) -> list[Outcome]:
    """Judge the small notebook by a lab's checks."""
    return list(check_runner.run(opened.student, lab, shelf_for(lab)).outcomes)


@pytest.fixture(scope="module")
def judged(opened, tiny) -> dict[str, Outcome]:
    """The outcomes of one check for each thing that can happen in it."""
    lab = dataclasses.replace(
        tiny({"a": 0.5, "b": 0.5, "c": 0.0}, test_a_x=VERDICTS, test_b_x=SPINS, test_c_x=DIES), limits=Limits(10, 1, 60)
    )
    return {outcome.name: outcome for outcome in run(opened, lab)}


@pytest.mark.parametrize("name", WANTED)
def test_what_a_check_raises_is_its_verdict(judged, name):
    """Passed, wrong, out of time or memory, skipped, our own fault and the rest: one verdict for each exception."""
    assert judged[name].verdict is WANTED[name]


def test_every_check_has_one_outcome(judged):
    """Each check is there once, in the order of its file, for the question of its file."""
    assert list(judged) == list(WANTED)
    assert [outcome.question for outcome in judged.values()] == ["a"] * 13 + ["b"] * 3 + ["c"] * 7


def test_an_outcome_says_what_the_student_reads(judged):
    """The title is the docstring's first paragraph, the hint is only there for whom it helps."""
    right, wrong = judged["test_right"], judged["test_wrong"]
    assert (right.title, right.hint, right.message, right.points) == (
        "Two and two are four, also on two lines.",
        "",
        "",
        0.25,
    )
    assert (wrong.title, wrong.hint, wrong.score) == ("test_wrong", "Multiply.", 0.0)
    assert wrong.message == "" and "five is right" in wrong.detail


def test_a_plain_assert_tells_students_nothing(judged):
    """What an assert, hypothesis or a fault of ours says of values and source stands in the detail, for staff alone."""
    for name in ("test_wrong", "test_group", "test_ours", "test_unknown_fixture", "test_skipped"):
        assert judged[name].message == "" != judged[name].detail
    assert "test_a_x.py:" in judged["test_wrong"].detail
    assert len(judged["test_ours"].detail) <= check_plugin.MAX_DETAIL


def test_what_is_written_for_students_stays_in_the_message(judged):
    """A wrong answer, a fault of the student's code and an undecided answer say so, and have no detail."""
    for name in ("test_message", "test_raised", "test_absent", "test_undecided"):
        assert judged[name].message != "" == judged[name].detail


def test_a_falsifying_example_is_for_staff(opened, tiny):
    """Of a check with many inputs, neither the input that fails nor a parameter of the check is told to the student."""
    text = """
import pytest
from autograder.checks import points
from hypothesis import given, strategies as st

@points(0.5)
@given(st.just("hidden input"))
def test_given(student, x):
    assert not x

@points(0.5)
@pytest.mark.parametrize("x", ["hidden input"])
def test_parameter(student, x):
    assert not x
"""
    for outcome in run(opened, tiny(test_a_x=text)):
        assert outcome.verdict is Verdict.FAILED
        assert "hidden" not in outcome.title + outcome.message + outcome.hint and "hidden input" in outcome.detail


def test_messages_are_short(judged):
    """However much student code or our own has to say, a message stays short."""
    assert all(len(outcome.message) <= check_plugin.MAX_MESSAGE for outcome in judged.values())
    assert judged["test_raised"].message.startswith("Your code raised ValueError: aaa")


def test_absent_and_undecided_are_told_apart(judged):
    """A missing name or an untouched stub is absent; what the grader cannot decide is undecided, and never 0."""
    assert [name for name, outcome in judged.items() if outcome.absent] == ["test_absent", "test_todo"]
    assert [name for name, outcome in judged.items() if outcome.undecided] == ["test_undecided"]
    assert judged["test_undecided"].score is None


def test_points_must_be_those_declared(opened, tiny):
    """Checks that are worth more or less than lab.toml says are a LabError that names both numbers."""
    with pytest.raises(LabError, match=r"worth 1.*add up to 0\.75"):
        run(opened, tiny(test_a_x=PASSES.format(points=0.75, condition=True)))


@pytest.mark.parametrize("text", ["def test_x(:", "import no_such_module", "1 / 0", "from . import nothing"])
def test_checks_that_cannot_be_read_are_no_verdict(opened, tiny, text):
    """A broken file of checks is a LabError that says what is wrong, not a mark."""
    with pytest.raises(LabError, match=r"test_a_y\.py, line 1: "):
        run(opened, tiny(test_a_x=PASSES.format(points=1.0, condition=True), test_a_y=text))


def test_a_lab_without_checks_is_no_verdict(opened, tiny):
    """A question whose checks are not there is a LabError."""
    with pytest.raises(LabError):
        run(opened, tiny())


def test_two_labs_of_the_same_files_do_not_mix(opened, tiny):
    """Checks import their own helper and their own conftest, also where another lab's have the same names."""
    check = (
        PASSES.format(points=1.0, condition="student.call('double', base) == helper.VALUE") + "from . import helper\n"
    )
    conftest = "import pytest\n@pytest.fixture\ndef base(): return {}\n"
    labs = [
        tiny(
            test_a_x=check.replace("(student)", "(student, base)"),
            helper=f"VALUE = {2 * n}",
            conftest=conftest.format(n),
        )
        for n in (1, 2, 3)
    ]
    before = set(sys.modules)
    for lab in (*labs, labs[0]):
        assert [outcome.verdict for outcome in run(opened, lab)] == [Verdict.PASSED]
    left = [
        n
        for n in set(sys.modules) - before
        if str(labs[0].folder.parents[1]) in str(getattr(sys.modules[n], "__file__", ""))
    ]
    assert left == []


def test_hypothesis_checks_are_deterministic(opened, tiny):
    """The same submission fails with the same example, word for word, and draws the same numbers."""
    text = """
import torch
from autograder.checks import points
from hypothesis import given, strategies as st

@points(1.0)
@given(st.lists(st.integers()))
def test_small(student, xs):
    noise = float(torch.rand(()))
    assert sum(xs) < 1000, (xs, noise)
"""
    lab = tiny(test_a_x=text)
    first, second = (run(opened, lab) for _ in range(2))
    assert first == second
    assert first[0].verdict is Verdict.FAILED


def test_checks_print_nothing(opened, tiny, capfd):
    """Judging leaves no line on the grader's own output."""
    run(opened, tiny(test_a_x=PASSES.format(points=1.0, condition="not print('loud')")))
    assert "".join(capfd.readouterr()) == ""


def test_checks_run_by_hand(tiny, tmp_path, capfd):
    """`pytest CHECKS --submission NOTEBOOK -k name` judges a notebook with the checks of that name."""
    text = PASSES.format(points=0.5, condition="student.call('double', 2) == 4")
    lab = tiny(test_a_x=text + PASSES.format(points=0.5, condition="False").replace("test_it", "test_wrong"))
    notebook = tmp_path / "nb.ipynb"
    cell = {"cell_type": "code", "source": NOTEBOOK, "metadata": {}, "outputs": [], "execution_count": None}
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))

    def pytest_says(*more: str) -> str:
        capfd.readouterr()
        where = (str(lab.checks), f"--rootdir={tmp_path}", "-c", "/dev/null", "--import-mode=importlib")
        pytest.main([*where, "-p", "no:cacheprovider", "-p", "no:xdist", *more])
        return capfd.readouterr().out

    assert "1 passed, 1 deselected" in pytest_says("--submission", str(notebook), "-k", "it")
    assert "--submission NOTEBOOK" in pytest_says()

"""Laws of diagnoses and of dice: what names a mistake never judges, and a seed decides every draw."""

import dataclasses
from collections.abc import Iterator

import pytest

from autograder.grading import check_runner
from autograder.grading.live_submission import LiveSubmission, open_submission
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits
from autograder.results.verdict import Judgement, Suspect, Verdict

NOTEBOOK = """
import random
import torch
def double(x): return 3 * x
def chance(): return random.random() + float(torch.rand(()))
"""
CHECK = '''
from autograder.checks import points

@points(1.0)
def test_it(student):
    """Twice."""
    assert student.call("double", 2) == {result}
'''
NAMES = """
import pytest
from autograder.checks import diagnosis
from autograder.student.exceptions import Undecided

@diagnosis
def test_thrice(student, named):
    if student.call("double", 2) == 6:
        named("a_thrice", factor=3)
    named("a_thrice", factor=4)
    named("a_other")

@diagnosis
def test_finds_nothing(student, named):
    student.get("nothing_like_it")
    named("a_nothing")

@diagnosis
def test_is_wrong(named):
    assert False
    named("a_nothing")

@diagnosis
def test_leaves_it(named):
    raise Undecided("who knows")

@diagnosis
def test_skips(named):
    pytest.skip("no matter")
"""
DICE = """
import random
import torch
from hypothesis import given, strategies as st
from autograder.checks import points

@points(1.0)
@given(st.integers(0, 10**9))
def test_it(student, number):
    assert False, (number, float(torch.rand(())), student.call("chance"))
"""


@pytest.fixture(scope="module")
def opened(tiny, written, here) -> Iterator[LiveSubmission]:
    """A small notebook, live."""
    lab = dataclasses.replace(tiny(), limits=Limits(10, 5, 120))
    with open_submission(written(NOTEBOOK), lab, shelf_for(lab), here) as made:
        yield made


def judge(opened: LiveSubmission, lab, seed: int = 0, only=()) -> Judgement:
    """Judge the small notebook by a lab's checks."""
    return check_runner.run(opened.student, lab, shelf_for(lab), seed, only)


def test_a_wrong_answer_is_named(opened, tiny):
    """Each mistake that a diagnosis names is there once, in the order and with the values of its first naming."""
    found = judge(opened, tiny(test_a_x=CHECK.format(result=4), test_a_names=NAMES))
    assert found.suspects == (Suspect("a", "a_thrice", {"factor": 3}), Suspect("a", "a_other", {}))


def test_naming_judges_nothing(opened, tiny):
    """A diagnosis has no outcome, and what it raises costs no points, whatever it is but a defect of its own."""
    found = judge(opened, tiny(test_a_x=CHECK.format(result=4), test_a_names=NAMES))
    assert [(o.name, o.verdict) for o in found.outcomes] == [("test_it", Verdict.FAILED)]
    assert found.defects == ()


def test_a_right_answer_is_not_diagnosed(opened, tiny):
    """Where every check has passed, also those that give no points by themselves, nothing looks for mistakes."""
    needed = CHECK.format(result=6) + CHECK.format(result=6).replace("1.0", "0.0").replace("test_it", "test_needed")
    found = judge(opened, tiny(test_a_x=needed, test_a_names=NAMES))
    assert [outcome.verdict for outcome in found.outcomes] == [Verdict.PASSED] * 2 and found.suspects == ()


def test_a_detail_is_the_same_every_time(opened, tiny):
    """What a plain assert says of an object holds no address, which would be another one in the next run."""
    found = judge(
        opened, tiny(test_a_x=CHECK.format(result=4).replace('student.call("double", 2) == 4', "student is None"))
    )
    assert "Student object" in found.outcomes[0].detail and " at 0x" not in found.outcomes[0].detail


def test_a_broken_diagnosis_is_a_defect(opened, tiny):
    """An error in a diagnosis is told, and changes no verdict."""
    broken = NAMES + "@diagnosis\ndef test_broken(named):\n    {}['key']\n"
    found = judge(opened, tiny(test_a_x=CHECK.format(result=4), test_a_names=broken))
    assert found.defects == ("test_broken: KeyError: 'key'",)
    assert len(found.outcomes) == 1 and len(found.suspects) == 2


def test_a_right_answer_is_not_named(opened, tiny):
    """Where every check of a question passes, none of its diagnoses is run, though it stand before them."""
    wrong, right = CHECK.format(result=4), CHECK.format(result=6)
    lab = tiny({"a": 1.0, "b": 1.0}, test_a_x=right, test_b_x=wrong, test_a_a_names=NAMES, test_b_a_names=NAMES)
    assert {suspect.question for suspect in judge(opened, lab).suspects} == {"b"}


def test_a_part_of_the_questions_can_be_judged(opened, tiny):
    """Asked for some questions, only their checks are run and only their points must add up."""
    lab = tiny({"a": 1.0, "b": 9.0}, test_a_x=CHECK.format(result=6), test_b_x=CHECK.format(result=6))
    assert [(o.question, o.verdict) for o in judge(opened, lab, only={"a"}).outcomes] == [("a", Verdict.PASSED)]


def test_a_seed_decides_every_draw(opened, tiny):
    """Equal seeds draw the same examples, numbers of the grader's and of the student's; another seed draws others."""
    lab = tiny(test_a_x=DICE)
    drawn = [judge(opened, lab, seed).outcomes[0].detail for seed in (0, 0, 5, 5, 6)]
    assert drawn[0] == drawn[1] and drawn[2] == drawn[3]
    assert len(set(drawn)) == 3

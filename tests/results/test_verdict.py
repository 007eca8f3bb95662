"""Laws of the words of a judgement."""

import pytest

from autograder.results.verdict import Outcome, Verdict


def outcome(verdict):
    """An outcome worth 0.4."""
    return Outcome("d", "test_x", "title", 0.4, verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_what_passed_earns_points(verdict):
    """A check earns all its points where it passed, none elsewhere, and nobody knows where the grader failed."""
    expected = {Verdict.PASSED: 0.4, Verdict.GRADER_ERROR: None}.get(verdict, 0.0)
    assert outcome(verdict).score == expected


def test_a_fault_of_ours_is_not_zero():
    """The score of a check that the grader could not judge is None, which is no number."""
    assert outcome(Verdict.GRADER_ERROR).score is None

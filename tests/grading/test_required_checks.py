"""Checks that give points only where another one has passed."""

import pytest

from autograder.grading.required_checks import missing_checks, without_lone_properties
from autograder.messages import catalogue
from autograder.results.verdict import Outcome, Verdict

REQUIRED = {("a", "test_shape"): "test_computes"}


def outcome(name: str, verdict: Verdict, question: str = "a", **more: object) -> Outcome:
    """What a check found."""
    return Outcome(question, name, "Title.", 0.5, verdict, **more)  # type: ignore[arg-type]


def judged(*outcomes: Outcome) -> list[Verdict]:
    """What becomes of outcomes, of which the shape requires that something is computed."""
    return [one.verdict for one in without_lone_properties(outcomes, REQUIRED, catalogue("en"))]


@pytest.mark.parametrize("verdict", Verdict)
def test_a_property_is_judged_as_what_it_requires(verdict: Verdict) -> None:
    """A passed property fails where what it requires failed on the answer, and waits where that came to no verdict."""
    becomes = {
        Verdict.PASSED: Verdict.PASSED,
        Verdict.FAILED: Verdict.FAILED,
        Verdict.STUDENT_ERROR: Verdict.FAILED,
    }.get(verdict, Verdict.GRADER_ERROR)
    found = judged(outcome("test_computes", verdict), outcome("test_shape[3]", Verdict.PASSED))
    assert found == [verdict, becomes]


def test_what_failed_by_itself_stays_as_it_is() -> None:
    """A property that does not hold keeps its own verdict, message and hint, whatever became of what it requires."""
    own = outcome("test_shape", Verdict.FAILED, message="Of another shape.", hint="Look.")
    found = without_lone_properties((own, outcome("test_computes", Verdict.FAILED)), REQUIRED, catalogue("en"))
    assert found[0] == own


def test_only_the_own_question_counts() -> None:
    """A check of the same name in another question is not the one that is required, and one that is missing is told."""
    others = (outcome("test_computes", Verdict.FAILED, "b"), outcome("test_shape", Verdict.PASSED))
    assert judged(*others) == [Verdict.FAILED, Verdict.PASSED]
    assert missing_checks(others, REQUIRED) == ["a: test_computes"]


def test_the_reason_is_told() -> None:
    """Who reads that a property gives no points reads why, and where to look."""
    failed = outcome("test_computes", Verdict.FAILED, message="It is constant.", hint="Use the weights.")
    found = without_lone_properties((outcome("test_shape", Verdict.PASSED), failed), REQUIRED, catalogue("en"))
    assert "It is constant." in found[0].message and found[0].hint == "Use the weights."
    assert (found[0].failed_with, found[1].failed_with) == ("test_computes", "")

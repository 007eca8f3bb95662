"""Laws of what an audit says about prices."""

from autograder.audit.prices import signatures
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import CheckOutcome, SubjectRecord, Trial
from autograder.results.verdict import Verdict


def test_a_signature_holds_what_a_mistake_fails_by_itself() -> None:
    """A check that holds, and fails only with another, is no part of it: it may not hold in another's answer."""
    made = Subject(SubjectKind.MISTAKE, "d_x", ("d",), "{}", ("d_x",))
    found = (
        CheckOutcome("d", "test_attends", Verdict.FAILED),
        CheckOutcome("d", "test_shape", Verdict.FAILED, failed_with="test_attends"),
        CheckOutcome("d", "test_other", Verdict.PASSED),
    )
    assert signatures([Trial(made, SubjectRecord(found))]) == {"d_x": {"test_attends": "failed"}}

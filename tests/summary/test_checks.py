"""Laws of checks: one is suspect only where enough answers were judged and hardly any passed."""

import pytest

from autograder.results.verdict import Status, Verdict
from autograder.summary.checks import summarize_checks


@pytest.fixture(scope="module")
def class_of(stand, answer, check):
    """Makes a class from the verdicts of one check, each with a message."""

    def make(*verdicts, message="dijo {}"):
        checks = [check(verdict, message.format(n)) for n, verdict in enumerate(verdicts)]
        return [stand(a=answer("a", 0.5, None, (one,))) for one in checks]

    return make


@pytest.mark.parametrize(
    ("passed", "failed", "undecided", "suspect"),
    [
        (0, 4, 0, False),
        (0, 5, 0, True),
        (0, 0, 5, True),
        (1, 8, 0, False),
        (1, 9, 0, True),
        (1, 5, 4, True),
        (2, 17, 0, False),
        (200, 1800, 0, True),
        (201, 1799, 0, False),
    ],
)
def test_a_check_that_hardly_anybody_passes_is_suspect(class_of, passed, failed, undecided, suspect):
    """At most one in ten passes, of five answers or more; what the grader could not decide is not passed."""
    verdicts = [Verdict.PASSED] * passed + [Verdict.FAILED] * failed + [Verdict.GRADER_ERROR] * undecided
    (found,) = summarize_checks(class_of(*verdicts))
    assert (found.passed, found.failed, found.undecided) == (passed, failed, undecided)
    assert found.suspect is suspect


def test_answers_that_are_not_there_accuse_no_check(stand, answer, check):
    """A question that nobody answered, and a check that was skipped, say nothing about the check."""
    missing = answer("a", 0.0, Status.MISSING, (check(Verdict.STUDENT_ERROR, "no está"),))
    skipped = answer("a", 0.0, None, (check(Verdict.SKIPPED, "antes falló otra"),))
    assert summarize_checks([stand(a=missing)] * 9 + [stand(a=skipped)] * 9) == ()


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in (Verdict.PASSED, Verdict.SKIPPED)])
def test_whatever_is_not_passed_is_shown(class_of, verdict):
    """Every other verdict is failed or undecided, with its message."""
    (found,) = summarize_checks(class_of(verdict, Verdict.PASSED))
    assert (found.judged, found.passed) == (2, 1)
    assert [(s.message, s.students) for s in found.said] == [("dijo 0", 1)]


def test_messages_that_differ_in_figures_are_one(class_of):
    """The commonest messages are counted together where only their figures differ."""
    class_ = [
        *class_of(*[Verdict.FAILED] * 3, message="difiere en {}.25e-3"),
        *class_of(*[Verdict.FAILED] * 2, message="otra"),
    ]
    (found,) = summarize_checks(class_)
    assert [(s.message, s.students) for s in found.said] == [("difiere en 0.25e-3", 3), ("otra", 2)]


def test_checks_that_all_pass_are_not_listed(class_of):
    """There is nothing to look at in a check that everybody passes."""
    assert summarize_checks(class_of(Verdict.PASSED, Verdict.PASSED)) == ()


def test_checks_of_one_name_are_told_apart_by_question(stand, answer, check):
    """Two questions may have checks of the same name."""
    both = stand(a=answer("a", 0, None, (check(Verdict.FAILED),)), z=answer("z", 0, None, (check(Verdict.FAILED),)))
    assert [one.question for one in summarize_checks([both])] == ["a", "z"]

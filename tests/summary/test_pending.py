"""Laws of waiting: whoever has points that nobody knows is listed with why, and nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis.strategies import data

from autograder.people.person import Person
from autograder.results.pricing import price_question
from autograder.results.record import EarlierPoints, StudentRecord
from autograder.results.verdict import Status, Verdict
from autograder.summary.pending import PendingQuestions, PendingReason, count_pending, pending_students


def waits(record, lab):
    (case,) = pending_students([record], lab)
    return case.waits


def test_each_reason_is_told_apart(stand, answer, check, lab):
    """Answers to read, what the grader leaves to a person, its own faults and what was not graded are four things."""
    open = (check(Verdict.GRADER_ERROR, "quién sabe"), check(Verdict.PASSED))
    broken = stand(a=answer("a", None, Status.ERROR, open), f=answer("f", None), z=answer("z", None, None, open))
    said = ("test_a: quién sabe",)
    assert waits(broken, lab) == (
        PendingQuestions(PendingReason.BROKEN, ("a",), said),
        PendingQuestions(PendingReason.READ, ("f",), ()),
        PendingQuestions(PendingReason.UNDECIDED, ("z",), said),
    )
    assert waits(StudentRecord(Person("1"), "x", None, "vacío"), lab) == (
        PendingQuestions(PendingReason.UNGRADED, ("a", "f", "z"), ("vacío",)),
    )
    assert waits(stand(a=1.0, z=0.0), lab) == (PendingQuestions(PendingReason.UNGRADED, ("f",), ()),)


def test_an_answer_that_changed_says_what_it_had(stand, lab):
    """Where a person gave points to an answer that has changed since, the points, who gave them and when are told."""
    earlier = EarlierPoints(0.5, "Inés", datetime(2026, 5, 3, tzinfo=UTC))
    record = replace(stand(a=1.0, f=None, z=0.0), reopened={"f": earlier})
    assert waits(record, lab) == (PendingQuestions(PendingReason.CHANGED, ("f",), ("f: 0.5 (Inés, 2026-05-03)",)),)


def test_what_a_lab_leaves_unexplained_to_a_person_names_its_pattern(stand, answer, check, lab):
    """Under `unexplained = "manual"` the reason is that nothing explains the failure, and the page's group is named."""
    failed = answer("a", 1.0, None, (check(Verdict.FAILED, "no"),))
    left = price_question(lab.questions[0], failed, {}, unexplained_to_person=True)
    found = PendingQuestions(PendingReason.UNEXPLAINED, ("a",), (f"a: {left.unexplained.pattern}",))
    assert waits(stand(a=left, f=1.0, z=0.0), lab) == (found,)


def test_points_by_hand_end_the_wait(stand, lab):
    """Who was given the points that were open waits no more, also without a result."""
    assert pending_students([stand(manual={"f": 0.0}, a=1.0, f=None, z=0.0)], lab) == ()
    assert (
        pending_students([StudentRecord(Person("1"), error="vacío", manual={"a": 0.0, "f": 1.0, "z": 0.0})], lab) == ()
    )


@settings(deadline=None, max_examples=60)
@given(data())
def test_whoever_waits_is_listed(classes, lab, data):
    """There is a case for each student with unknown points, and the counts are those of the cases."""
    there = [s for s in data.draw(classes) if s.error or s.total(lab)]
    found = pending_students(there, lab)
    assert len(found) == sum(any(s.points(q.id) is None for q in lab.questions) for s in there)
    for question in lab.questions:
        counted = sum(need.students for need in count_pending(found, lab) if need.question == question.id)
        assert counted == sum(s.points(question.id) is None for s in there)

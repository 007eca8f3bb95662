"""Laws of points and marks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.lab.declaration import Lab, Mark, Question
from autograder.results.scoring import QuestionScore, mark_for_points, score_question, total_score
from autograder.results.verdict import Outcome, Status, Verdict

CODE, WRITTEN, BOTH = (Question(kind, kind, kind, 1.0) for kind in ("code", "written", "both"))
SCALE = Mark(1.0, 7.0)
hundredths = st.integers(0, 300).map(lambda n: n / 100)


def outcome(verdict, points=0.5, **more):
    """An outcome of some check."""
    return Outcome("d", "test_x", "title", points, verdict, **more)


PASSED, FAILED, ABSENT, BROKEN, UNDECIDED = (
    outcome(Verdict.PASSED),
    outcome(Verdict.FAILED),
    outcome(Verdict.STUDENT_ERROR, absent=True),
    outcome(Verdict.GRADER_ERROR),
    outcome(Verdict.GRADER_ERROR, undecided=True),
)
outcomes = st.builds(outcome, st.sampled_from(Verdict), hundredths, undecided=st.booleans()) | st.just(ABSENT)


@st.composite
def submissions(draw):
    """The scores of a submission, and the lab that it answers; what a person must read is None."""
    count = draw(st.integers(1, 6))
    questions = tuple(
        Question(str(n), "title", "code", draw(hundredths), bonus=draw(st.booleans())) for n in range(count)
    )
    scores = [QuestionScore(q, Status.PARTIAL, draw(st.none() | parts_of(q))) for q in questions]
    return scores, Lab("x", "X", questions, mark=SCALE)


def parts_of(question):
    """Points that a question may earn, in hundredths, all or nothing among them."""
    return st.integers(0, round(question.points * 100)).map(lambda n: n / 100)


@pytest.mark.parametrize(
    ("found", "status", "points"),
    [
        ([PASSED, PASSED], Status.PASSED, 1.0),
        ([PASSED, FAILED], Status.PARTIAL, 0.5),
        ([FAILED, FAILED], Status.FAILED, 0.0),
        ([ABSENT, ABSENT], Status.MISSING, 0.0),
        ([ABSENT, FAILED], Status.FAILED, 0.0),
        ([PASSED, ABSENT], Status.PARTIAL, 0.5),
        ([PASSED, BROKEN], Status.ERROR, None),
        ([FAILED, UNDECIDED], Status.MANUAL, None),
        ([BROKEN, UNDECIDED], Status.ERROR, None),
        ([], Status.ERROR, None),
    ],
)
def test_the_status_of_code(found, status, points):
    """A code question's status and points follow from the outcomes of its checks."""
    scored = score_question(CODE, found, None)
    assert (scored.status, scored.points) == (status, points)
    assert scored.outcomes == tuple(found)


@pytest.mark.parametrize(
    ("answer", "status", "points"),
    [("because", Status.MANUAL, None), ("", Status.MISSING, 0.0), (None, Status.MANUAL, None)],
)
def test_a_person_reads_what_is_written(answer, status, points):
    """A written answer waits for a person, also where nobody found its place; an empty one earns nothing."""
    scored = score_question(WRITTEN, [], answer)
    assert (scored.status, scored.points) == (status, points)


def test_a_person_reads_what_belongs_to_good_code():
    """A question of code and text waits for a person where its code earned something."""
    assert score_question(BOTH, [PASSED, FAILED], "text").status is Status.MANUAL
    assert score_question(BOTH, [PASSED, PASSED], "text").points is None
    assert score_question(BOTH, [FAILED], "text").points == 0.0
    assert score_question(BOTH, [BROKEN], "text").status is Status.ERROR


SPLIT = Question("split", "split", "both", 1.0, checked_points=0.6)
HALVES = outcome(Verdict.PASSED, 0.3), outcome(Verdict.FAILED, 0.3)


@pytest.mark.parametrize(
    ("found", "answer", "status", "points", "sums"),
    [
        ([HALVES[0], HALVES[0]], "text", Status.MANUAL, None, (0.6, 0.0, 0.4)),
        ([*HALVES], "text", Status.MANUAL, None, (0.3, 0.3, 0.4)),
        ([*HALVES], None, Status.MANUAL, None, (0.3, 0.3, 0.4)),
        ([HALVES[0], HALVES[0]], "", Status.PARTIAL, 0.6, (0.6, 0.4, 0.0)),
        ([HALVES[1], HALVES[1]], "", Status.FAILED, 0.0, (0.0, 1.0, 0.0)),
        ([HALVES[0], outcome(Verdict.GRADER_ERROR, 0.3)], "text", Status.ERROR, None, (0.3, 0.0, 0.7)),
        ([HALVES[0], outcome(Verdict.GRADER_ERROR, 0.3)], "", Status.ERROR, None, (0.3, 0.4, 0.3)),
    ],
)
def test_the_part_of_the_checks_counts_by_itself(found, answer, status, points, sums):
    """Where the lab says what checks give of a `both` question, that counts at once; what is not written is lost."""
    scored = score_question(SPLIT, found, answer)
    assert (scored.status, scored.points) == (status, points)
    lost = SPLIT.points - scored.certain - scored.pending
    assert (scored.certain, lost, scored.pending) == pytest.approx(sums)


@given(st.lists(outcomes), st.sampled_from(["", "text", None]), st.booleans(), st.booleans())
def test_points_are_earned_lost_or_pending(found, answer, split, both):
    """Whatever checks and people find, no point is counted twice, and what is known is never more than the points."""
    worth = sum(o.points for o in found)
    question = Question("q", "q", "both" if both or split else "code", worth + 0.5 * split)
    question = replace(question, checked_points=worth) if split else question
    scored = score_question(question, found, answer)
    assert 0.0 <= scored.certain <= question.points + 1e-3
    assert 0.0 <= scored.pending <= question.points - scored.certain + 1e-3
    if scored.points is None:
        assert scored.earned + scored.lost + scored.pending == pytest.approx(question.points, abs=1e-3)


def test_a_rule_of_the_course_forbids_points_for_code_only():
    """A question that a rule forbids to evaluate earns 0, and a written one is read all the same."""
    assert score_question(CODE, [PASSED], None, evaluated=False).points == 0.0
    assert score_question(BOTH, [PASSED], "text", evaluated=False).status is Status.FAILED
    assert score_question(WRITTEN, [], "text", evaluated=False).status is Status.MANUAL


@given(st.lists(outcomes))
def test_null_never_reads_as_zero(found):
    """A question has points exactly where each of its checks has, and then they add up."""
    scored = score_question(CODE, found, None)
    if not found or any(o.verdict is Verdict.GRADER_ERROR for o in found):
        assert scored.points is None
        assert scored.status in (Status.ERROR, Status.MANUAL)
    else:
        earned = sum(Decimal(str(o.points)) for o in found if o.verdict is Verdict.PASSED)
        assert Decimal(str(scored.points)) == earned
        assert scored.status not in (Status.ERROR, Status.MANUAL)


@given(submissions())
def test_a_total_is_a_sum(submission):
    """Points reached and points waiting add up, what counts and the bonus apart."""
    scores, lab = submission
    sums = total_score(scores, lab)
    for bonus, earned, waiting in ((False, sums.score, sums.pending), (True, sums.bonus, sums.bonus_pending)):
        of_kind = [s for s in scores if s.question.bonus is bonus]
        assert earned == pytest.approx(sum(s.points for s in of_kind if s.points is not None), abs=1e-9)
        assert waiting == pytest.approx(sum(s.question.points for s in of_kind if s.points is None), abs=1e-9)


@given(submissions())
def test_a_mark_lies_on_the_scale(submission):
    """Marks lie between the base and the top, the lowest before the highest."""
    low, high = total_score(*submission).mark_range
    assert SCALE.base <= low <= high <= SCALE.top


@given(submissions(), st.data())
def test_the_range_holds_whatever_a_person_decides(submission, data):
    """However a person completes a submission, its mark lies in the range given before; both ends can be reached."""
    scores, lab = submission
    before = total_score(scores, lab)

    def completed(choose):
        return [
            QuestionScore(s.question, s.status, choose(s.question) if s.points is None else s.points) for s in scores
        ]

    after = total_score(completed(lambda question: data.draw(parts_of(question))), lab)
    assert after.mark is not None
    assert before.mark_range[0] <= after.mark <= before.mark_range[1]
    assert total_score(completed(lambda _: 0.0), lab).mark == before.mark_range[0]
    assert total_score(completed(lambda question: question.points), lab).mark == before.mark_range[1]


@given(submissions())
def test_a_mark_is_given_when_it_is_settled(submission):
    """There is a mark exactly where nothing that counts is pending or the top is reached without it."""
    scores, lab = submission
    sums = total_score(scores, lab)
    waits = any(s.points is None and s.question.points for s in scores)
    full = SCALE.base + sums.score + sums.bonus >= SCALE.top - 1e-9
    assert (sums.mark is not None) == (not waits or full)
    if sums.mark is not None:
        assert sums.mark_range == (sums.mark, sums.mark)


@given(hundredths, hundredths)
def test_more_points_never_lower_the_mark(points, more):
    """The mark never falls as points grow, and it has one decimal."""
    lower, higher = mark_for_points(points, SCALE), mark_for_points(points + more, SCALE)
    assert lower <= higher
    assert round(lower * 10) / 10 == lower


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0.0, 1.0), (0.04, 1.0), (0.05, 1.1), (2.95, 4.0), (2.94, 3.9), (0.1 + 0.2 + 2.65, 4.0), (5.5, 6.5), (9.0, 7.0)],
)
def test_halves_round_upwards(points, expected):
    """A mark is base plus points to one decimal, halves upwards, whatever the float's last bits are."""
    assert mark_for_points(points, SCALE) == expected


def test_a_bonus_counts_up_to_the_top():
    """Bonus points raise the mark to the top and no further, and do not enter the score."""
    questions = (Question("a", "A", "code", 5.9), Question("b", "B", "code", 0.5, bonus=True))
    scores = [QuestionScore(question, Status.PASSED, question.points) for question in questions]
    sums = total_score(scores, Lab("x", "X", questions, mark=SCALE))
    assert (sums.score, sums.bonus, sums.mark) == (5.9, 0.5, 7.0)

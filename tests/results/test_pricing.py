"""Laws of prices: points follow the causes where these explain what failed, and the checks where they do not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, floats, lists, sampled_from, sets

from autograder.lab.declaration import Lab, Question
from autograder.lab.price_list import MistakePrice, PriceList
from autograder.lab.rubric import Rubric
from autograder.results.pricing import pattern_of, price_question, price_result, total_of
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.scoring import score_question
from autograder.results.verdict import Outcome, Status, Verdict
from autograder.sandbox.level import Level

CODE = Question("d", "Head", "code", 2.0)
BOTH = Question("d", "Head", "both", 3.0, checked_points=2.0)
CHECKS = ("test_shape", "test_mask", "test_scale", "test_drop")  # half a point each
FAILS = Verdict.FAILED


def price(name: str, points: float, *checks: str, patterns: tuple[str, ...] = ()) -> MistakePrice:
    """A mistake that fails some checks."""
    return MistakePrice(name, points, "", f"{name}.", frozenset((check, "failed") for check in checks), patterns)


def answered(question: Question, failed: dict[str, Verdict], *named: str, answer: str | None = None) -> QuestionResult:
    """A question of which some checks did not pass, and in which some mistakes were named."""
    outcomes = [Outcome("d", name, name, 0.5, failed.get(name, Verdict.PASSED), f"{name} 0.5") for name in CHECKS]
    score = score_question(question, outcomes, answer)
    return QuestionResult(
        title=question.title,
        status=score.status,
        score=score.points,
        points=question.points,
        bonus=False,
        found={},
        checks=tuple(CheckResult(o.name, o.title, o.verdict, o.points, o.score, o.message, "", 0.0) for o in outcomes),
        mistakes=tuple(NamedMistake(name, f"{name}.", "seen") for name in named),
        earned=score.certain,
        lost=round(question.points - score.certain - score.pending, 4),
    )


PRICES = {
    "d_mask": price("d_mask", 1.5, "test_mask", "test_drop"),
    "d_scale": price("d_scale", 0.75, "test_scale"),
    "d_drop": price("d_drop", 0.25, "test_drop"),
}
names = sets(sampled_from(sorted(PRICES)))
verdicts = sampled_from([Verdict.PASSED, FAILS, Verdict.STUDENT_ERROR, Verdict.GRADER_ERROR, Verdict.TIMED_OUT])


def test_a_mistake_costs_its_price_however_many_checks_it_trips() -> None:
    """Where the named mistake fails all that failed, the question loses its price, and says what for."""
    wrong = answered(CODE, {"test_mask": FAILS, "test_drop": FAILS}, "d_mask")
    found = price_question(CODE, wrong, PRICES)
    assert (wrong.score, found.score, found.status, found.lost) == (1.0, 0.5, Status.PARTIAL, 1.5)
    (deduction,) = found.deductions
    assert (deduction.mistake, deduction.points, deduction.checks) == ("d_mask", 1.5, ("test_mask", "test_drop"))
    assert found.unexplained is None and found.by_checks.score == 1.0


def test_several_mistakes_cost_their_sum_and_never_more_than_the_question() -> None:
    """Prices add up; below zero there is nothing."""
    wrong = answered(CODE, {"test_mask": FAILS, "test_scale": FAILS}, "d_mask", "d_scale")
    assert price_question(CODE, wrong, PRICES).score == 0.0
    cheap = PRICES | {"d_mask": price("d_mask", 0.5, "test_mask")}
    assert price_question(CODE, wrong, cheap).score == 0.75


@pytest.mark.parametrize(
    ("failed", "named"),
    [
        ({"test_mask": FAILS, "test_scale": FAILS}, ("d_mask",)),  # one check lies in no signature
        ({"test_mask": Verdict.STUDENT_ERROR}, ("d_mask",)),  # it fails otherwise than the mistake does
        ({"test_mask": FAILS}, ()),  # nothing was named
        ({"test_mask": FAILS}, ("d_mask", "d_unpriced")),  # not all that was named has a price
        ({"test_mask": FAILS}, ("d_mask", "d_scale")),  # all passed that one of them fails
    ],
)
def test_what_is_not_explained_counts_by_its_checks(failed: dict[str, Verdict], named: tuple[str, ...]) -> None:
    """Where a failed check has no known cause, or a cause no price, the sum of the checks stands."""
    wrong = answered(CODE, failed, *named)
    found = price_question(CODE, wrong, PRICES)
    assert (found.score, found.deductions, found.by_checks) == (wrong.score, (), None)


def test_a_lab_may_leave_the_unexplained_to_a_person() -> None:
    """Then none of the question's points is given or taken."""
    found = price_question(CODE, answered(CODE, {"test_mask": FAILS}), PRICES, unexplained_to_person=True)
    assert (found.score, found.status, found.earned, found.lost) == (None, Status.MANUAL, 0.0, 0.0)
    assert found.unexplained.checks == ("test_mask",)
    blank = price_question(BOTH, answered(BOTH, {"test_mask": FAILS}, answer=""), PRICES, unexplained_to_person=True)
    assert (blank.score, blank.lost) == (None, 1.0)  # what was not written is lost


def test_points_without_a_verdict_stay_open() -> None:
    """A price is certain; what a check could not decide waits, and no more than is left."""
    wrong = answered(CODE, {"test_scale": FAILS, "test_shape": Verdict.GRADER_ERROR}, "d_scale")
    found = price_question(CODE, wrong, PRICES)
    assert (found.score, found.earned, found.lost) == (None, 0.75, 0.75)
    dear = price_question(CODE, wrong, {"d_scale": price("d_scale", 1.75, "test_scale")})
    assert (dear.earned, dear.lost) == (0.0, 1.75)


def test_the_part_that_a_person_reads_keeps_its_points() -> None:
    """Prices take from the points of the checks alone, also where nothing was written."""
    waits = price_question(BOTH, answered(BOTH, {"test_scale": FAILS}, "d_scale", answer="text"), PRICES)
    assert (waits.score, waits.earned, waits.lost) == (None, 1.25, 0.75)
    blank = price_question(BOTH, answered(BOTH, {"test_scale": FAILS}, "d_scale", answer=""), PRICES)
    assert (blank.score, blank.lost) == (1.25, 1.75)


def test_a_rule_of_the_course_is_no_price() -> None:
    """What a rule bars earns nothing, whatever its mistakes cost."""
    barred = replace(answered(CODE, {"test_scale": FAILS}, "d_scale"), score=0.0, earned=0.0, lost=2.0, barred=True)
    assert price_question(CODE, barred, PRICES) == barred


def test_a_pattern_that_a_person_recognised_explains_the_rest() -> None:
    """Failures of a known pattern are the mistake that has it; another number in a message is another pattern."""
    wrong = answered(CODE, {"test_shape": FAILS, "test_scale": FAILS}, "d_scale")
    pattern = price_question(CODE, wrong, PRICES).unexplained.pattern
    new = PRICES | {"d_new": price("d_new", 0.5, patterns=(pattern,))}
    found = price_question(CODE, wrong, new)
    assert [(d.mistake, d.checks) for d in found.deductions] == [
        ("d_scale", ("test_scale",)),
        ("d_new", ("test_shape",)),
    ]
    assert found.score == 0.75 and price_question(CODE, found, PRICES) == price_question(CODE, wrong, PRICES)
    shape = wrong.checks[0]
    assert pattern_of([shape]) == pattern_of([replace(shape, message="test_shape 0.5000001")])
    assert pattern_of([shape]) != pattern_of([replace(shape, message="test_shape 0.61")])


def test_a_pattern_of_a_mistake_that_was_named_anyway_explains_the_rest() -> None:
    """A person may say that a named mistake is behind the other failures too; it costs its price once."""
    wrong = answered(CODE, {"test_shape": FAILS, "test_scale": FAILS}, "d_scale")
    pattern = price_question(CODE, wrong, PRICES).unexplained.pattern
    same = PRICES | {"d_scale": replace(PRICES["d_scale"], patterns=(pattern,))}
    found = price_question(CODE, wrong, same)
    assert [(d.mistake, d.evidence, d.checks) for d in found.deductions] == [
        ("d_scale", "seen", ("test_scale", "test_shape"))
    ]
    assert found.score == 1.25


def test_what_failed_only_with_another_check_is_explained_with_it() -> None:
    """It holds by itself; one that does not hold is another failure, which the other's cause does not explain."""
    wrong = answered(CODE, {"test_mask": FAILS, "test_shape": FAILS}, "d_mask")
    assert price_question(CODE, wrong, PRICES).unexplained.checks == ("test_shape",)
    alone = replace(wrong, checks=(replace(wrong.checks[0], failed_with="test_mask"), *wrong.checks[1:]))
    found = price_question(CODE, alone, PRICES)
    assert [d.checks for d in found.deductions] == [("test_shape", "test_mask")]
    assert price_question(CODE, alone, {}).unexplained.checks == ("test_shape", "test_mask")


def test_the_likeliest_of_one_name_tells_what_was_seen() -> None:
    """A mistake that was named in two forms costs once, with the evidence that came first."""
    wrong = answered(CODE, {"test_scale": FAILS}, "d_scale", "d_scale")
    wrong = replace(wrong, mistakes=(replace(wrong.mistakes[0], evidence="first"), wrong.mistakes[1]))
    (deduction,) = price_question(CODE, wrong, PRICES).deductions
    assert (deduction.evidence, deduction.points) == ("first", 0.75)


@given(lists(verdicts, min_size=4, max_size=4), names, booleans(), lists(floats(0, 3), min_size=3, max_size=3))
def test_prices_can_change_afterwards(found, named, manual, costs) -> None:
    """A question priced anew is as if it had never been priced otherwise, and its points stay within bounds."""
    wrong = answered(CODE, dict(zip(CHECKS, found, strict=True)), *sorted(named))
    others = {n: replace(p, points=cost) for (n, p), cost in zip(PRICES.items(), costs, strict=True)}
    first = price_question(CODE, wrong, PRICES, manual)
    assert price_question(CODE, price_question(CODE, first, others, not manual), PRICES, manual) == first
    assert first.earned >= 0 and first.lost >= 0 and first.earned + first.lost <= CODE.points + 1e-9
    if any(verdict is Verdict.GRADER_ERROR for verdict in found):
        assert first.score is None


def test_the_sums_of_a_result_follow_its_questions() -> None:
    """A result priced anew has the points and the mark of its priced questions."""
    lab = Lab("x", "X", (CODE,), rubric=Rubric())
    wrong = answered(CODE, {"test_scale": FAILS}, "d_scale")
    where = Environment("cpu", Level.NONE, "0", "3", "2", {}, 1.0, "")
    handed = SubmissionInfo("x.ipynb", "0", None, None, None, False)
    result = Result("x", handed, 1.5, 2.0, 0, 0, 0, 2.5, (2.5, 2.5), {"d": wrong}, {}, (), (), (), where)
    priced = price_result(result, lab, PriceList({"d": PRICES}))
    assert (priced.score, priced.mark) == (1.25, 2.3)
    assert priced.score == total_of(priced.questions, lab).score

"""Outcomes into points, and points into a mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from autograder.lab.declaration import Lab, Mark, Question
from autograder.results.verdict import Outcome, Status, Verdict


@dataclass(frozen=True)
class QuestionScore:
    """The points that a question earned; `points` is None while nobody knows, which never reads as 0."""

    question: Question
    status: Status
    points: float | None
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class TotalScore:
    """The sums of a submission. `pending` and `bonus_pending` wait for a person."""

    score: float
    pending: float
    bonus: float
    bonus_pending: float
    mark: float | None
    mark_range: tuple[float, float]


def score_question(
    question: Question, outcomes: Sequence[Outcome], answer: str | None, evaluated: bool = True
) -> QuestionScore:
    """Score one question from the outcomes of its checks and the text of its written answer.

    An `answer` of None says that nobody could find where it stands; `evaluated` is False where a rule of the course
    forbids points.
    """
    found = tuple(outcomes)
    if not evaluated and question.checked:
        return QuestionScore(question, Status.FAILED, 0.0, found)
    if question.kind == "written":
        missing = answer == ""
        return QuestionScore(question, Status.MISSING if missing else Status.MANUAL, 0.0 if missing else None)
    status, points = _checked(found)
    if question.kind == "both" and status in (Status.PASSED, Status.PARTIAL):
        return QuestionScore(question, Status.MANUAL, None, found)
    return QuestionScore(question, status, points, found)


def _checked(outcomes: tuple[Outcome, ...]) -> tuple[Status, float | None]:
    if any(outcome.score is None for outcome in outcomes) or not outcomes:
        undecided = bool(outcomes) and all(o.undecided for o in outcomes if o.score is None)
        return (Status.MANUAL if undecided else Status.ERROR), None
    if all(outcome.verdict is Verdict.PASSED for outcome in outcomes):
        return Status.PASSED, _sum(outcome.points for outcome in outcomes)
    if all(outcome.absent for outcome in outcomes):
        return Status.MISSING, 0.0
    earned = _sum(outcome.score or 0.0 for outcome in outcomes)
    return (Status.PARTIAL if earned else Status.FAILED), earned


def total_score(scores: Sequence[QuestionScore], lab: Lab) -> TotalScore:
    """Add the scores of a submission up; bonus points count only up to the top of the scale."""
    counted = [s for s in scores if not s.question.bonus]
    extra = [s for s in scores if s.question.bonus]
    points, pending = _earned(counted), _waiting(counted)
    bonus, bonus_pending = _earned(extra), _waiting(extra)
    low, high = points + bonus, points + bonus + pending + bonus_pending
    lowest, highest = mark_for_points(low, lab.mark), mark_for_points(high, lab.mark)
    settled = min(low, lab.mark.top - lab.mark.base) == min(high, lab.mark.top - lab.mark.base)
    return TotalScore(
        score=points,
        pending=pending,
        bonus=bonus,
        bonus_pending=bonus_pending,
        mark=lowest if settled else None,
        mark_range=(lowest, highest),
    )


def mark_for_points(points: float, scale: Mark) -> float:
    """Return the mark for some points on a lab's scale, to one decimal, halves rounded up."""
    exact = min(Decimal(str(scale.base)) + Decimal(str(round(points, 4))), Decimal(str(scale.top)))
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _earned(scores: Iterable[QuestionScore]) -> float:
    return _sum(s.points for s in scores if s.points is not None)


def _waiting(scores: Iterable[QuestionScore]) -> float:
    return _sum(s.question.points for s in scores if s.points is None)


def _sum(values: Iterable[float]) -> float:
    return round(float(sum(values)), 4)

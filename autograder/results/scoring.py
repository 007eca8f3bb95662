"""Outcomes into points, and points into a mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from autograder.lab.declaration import Lab, Mark, Question
from autograder.results.verdict import Outcome, Status, Verdict


@dataclass(frozen=True)
class QuestionScore:
    """The points that a question earned; `points` is None while nobody knows all of them, which never reads as 0.

    `earned` and `lost` are the points of which that is certain already; the others are pending.
    """

    question: Question
    status: Status
    points: float | None
    outcomes: tuple[Outcome, ...] = ()
    earned: float = 0.0
    lost: float = 0.0

    @property
    def certain(self) -> float:
        """The points that nobody can take away any more."""
        return self.earned if self.points is None else self.points

    @property
    def pending(self) -> float:
        """The points that wait for a person."""
        return max(round(self.question.points - self.earned - self.lost, 4), 0.0) if self.points is None else 0.0


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
    if question.kind == "both" and (question.checked_points is not None or status in (Status.PASSED, Status.PARTIAL)):
        return _score_both(question, status, points, found, answer)
    earned, lost = _certain(found)
    return QuestionScore(question, status, points, found, earned, lost)


def _score_both(
    question: Question, status: Status, points: float | None, outcomes: tuple[Outcome, ...], answer: str | None
) -> QuestionScore:
    """Score a question of which checks judge one part and a person reads the other.

    What the checks give counts by itself where the lab says how much of the question that is.
    """
    if question.checked_points is None:
        return QuestionScore(question, Status.MANUAL, None, outcomes)
    earned, lost = _certain(outcomes)
    if answer != "":
        return QuestionScore(
            question, Status.ERROR if status is Status.ERROR else Status.MANUAL, None, outcomes, earned, lost
        )
    lost = round(lost + question.points - question.checked_points, 4)  # nothing was written
    settled = Status.PARTIAL if status is Status.PASSED else status
    return QuestionScore(question, settled, points, outcomes, earned, lost)


def _certain(outcomes: tuple[Outcome, ...]) -> tuple[float, float]:
    """Return the points that checks gave, and those that they did not give."""
    decided = [outcome for outcome in outcomes if outcome.score is not None]
    earned = _sum(outcome.score or 0.0 for outcome in decided)
    return earned, round(_sum(outcome.points for outcome in decided) - earned, 4)


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
    return _sum(s.certain for s in scores)


def _waiting(scores: Iterable[QuestionScore]) -> float:
    return _sum(s.pending for s in scores)


def _sum(values: Iterable[float]) -> float:
    return round(float(sum(values)), 4)

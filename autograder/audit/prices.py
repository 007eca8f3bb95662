"""What known mistakes cost: whether the mistakes that are named explain what failed, and prices that look odd."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.audit.subjects import SubjectKind
from autograder.audit.trial import Trial
from autograder.errors import LabError
from autograder.lab.declaration import Lab, Question
from autograder.lab.price_list import MistakePrice, PriceList, read_price_list
from autograder.lab.signatures import Signature, read_signatures
from autograder.results import pricing
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.scoring import score_question
from autograder.results.verdict import Outcome, Verdict

MADE = (SubjectKind.MISTAKE, SubjectKind.COMBINATION)


@dataclass(frozen=True)
class PricedAnswer:
    """What a wrong answer to a question earns by its causes and by the sum of its checks.

    `charged` are the mistakes that points were taken off for; none where the named ones do not explain what failed.
    `made` are the mistakes that the answer makes, and `costs` what these cost together by the price list.
    """

    subject: str
    kind: SubjectKind
    question: str
    made: frozenset[str]
    charged: frozenset[str]
    points: float | None
    points_by_checks: float | None
    costs: float

    @property
    def explained(self) -> bool:
        """Return whether just the mistakes that the answer makes were charged."""
        return bool(self.charged) and self.charged == self.made

    @property
    def explained_wrongly(self) -> bool:
        """Return whether a mistake was charged that the answer does not make; one that was not seen costs nothing."""
        return not self.charged <= self.made


@dataclass(frozen=True)
class OddPrice:
    """A mistake of which the sum of the checks takes more than of a graver one of the same question."""

    question: str
    lighter: str
    lighter_loses: float
    graver: str
    graver_loses: float


def signatures(trials: Iterable[Trial]) -> dict[str, dict[str, str]]:
    """Return the checks that each mistake failed by itself at its question, with the verdicts, by its name.

    What holds, and failed only with another check, says nothing of answers in which it does not hold.
    """
    return {
        trial.subject.name: {
            outcome.check: outcome.verdict.value
            for outcome in trial.record.at(trial.subject.questions[0])
            if outcome.verdict not in (Verdict.PASSED, Verdict.GRADER_ERROR) and not outcome.failed_with
        }
        for trial in trials
        if trial.subject.kind is SubjectKind.MISTAKE and not trial.record.fault
    }


def price_list_of(trials: Iterable[Trial], lab: Lab) -> PriceList:
    """Return a price list by which mistakes explain what they failed in some trials, and others what was recorded.

    A record that cannot be read counts as none: an audit is what writes it anew.
    """
    try:
        recorded = read_signatures(lab)
    except LabError:
        recorded = {}
    seen = {name: Signature(checks) for name, checks in signatures(trials).items()}
    return read_price_list(lab, signatures={**recorded, **seen})


def priced_answers(trials: Iterable[Trial], lab: Lab, price_list: PriceList) -> Iterator[PricedAnswer]:
    """Yield what each mistake and combination earns at each question that it answers wrongly.

    Questions whose mistakes have no prices are left out, and so is what was not graded.
    """
    for trial in trials:
        if trial.subject.kind not in MADE or trial.record.fault:
            continue
        names: dict[str, set[str]] = {}
        for question, name in zip(trial.subject.questions, trial.subject.known_as, strict=True):
            names.setdefault(question, set()).add(name)
        for question, made in names.items():
            prices = price_list.of(question)
            if made <= prices.keys():
                yield _priced(trial, lab.question(question), frozenset(made), prices)


def share_by_price(trial: Trial, lab: Lab, price_list: PriceList) -> float:
    """Return the largest part of a question's points that an answer earns by the prices of what was named in it."""
    questions = [_checked(lab.question(id)) for id in trial.subject.questions if trial.record.at(id)]
    earned = {q: pricing.price_question(q, _by_checks(trial, q), price_list.of(q.id)).score for q in questions}
    return max(
        ((points or 0.0) / question.points for question, points in earned.items() if question.points), default=0.0
    )


def odd_prices(answers: Sequence[PricedAnswer], lab: Lab) -> list[OddPrice]:
    """Return, for each mistake of which the checks take more than of a graver one, the graver that loses least."""
    alone = [answer for answer in answers if answer.kind is SubjectKind.MISTAKE]
    lost = {
        answer: lab.question(answer.question).points_of_checks - answer.points_by_checks
        for answer in alone
        if answer.points_by_checks is not None
    }
    found = []
    for light, loses in lost.items():
        graver = [a for a in lost if a.question == light.question and a.costs > light.costs and lost[a] < loses]
        if graver:
            least = min(graver, key=lambda answer: lost[answer])
            values = (light.subject, round(loses, 4), least.subject, round(lost[least], 4))
            found.append(OddPrice(light.question, *values))
    return found


def _priced(trial: Trial, question: Question, made: frozenset[str], prices: Mapping[str, MistakePrice]) -> PricedAnswer:
    checked = _checked(question)
    by_checks = _by_checks(trial, checked)
    priced = pricing.price_question(checked, by_checks, prices)
    return PricedAnswer(
        subject=trial.subject.name,
        kind=trial.subject.kind,
        question=question.id,
        made=made,
        charged=frozenset(deduction.mistake for deduction in priced.deductions),
        points=priced.score,
        points_by_checks=by_checks.score,
        costs=min(sum(prices[name].points for name in made), checked.points),
    )


def _checked(question: Question) -> Question:
    """The part of a question that its checks judge."""
    return replace(question, kind="code", points=question.points_of_checks, checked_points=None)


def _by_checks(trial: Trial, question: Question) -> QuestionResult:
    """The question as the checks alone have it."""
    seen = trial.record.at(question.id)
    outcomes = [
        Outcome(question.id, o.check, o.check, o.points, o.verdict, o.message, failed_with=o.failed_with) for o in seen
    ]
    score = score_question(question, outcomes, None)
    return QuestionResult(
        title=question.title,
        status=score.status,
        score=score.points,
        points=question.points,
        bonus=question.bonus,
        found={},
        checks=tuple(
            CheckResult(o.name, o.title, o.verdict, o.points, o.score, o.message, "", 0.0, failed_with=o.failed_with)
            for o in score.outcomes
        ),
        mistakes=tuple(NamedMistake(name, "", "") for name in trial.record.named.get(question.id, ())),
        earned=score.certain,
        lost=round(question.points - score.certain - score.pending, 4),
    )

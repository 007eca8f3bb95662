"""Points by cause: a question loses what its named mistakes cost, where these explain all checks that it failed.

Where a failed check stays unexplained, the sum of the checks counts, or a person decides, as the lab's rubric says.
Everything here follows from a result and a price list, so that prices can change after the grading.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograder.lab.declaration import Lab, Question
from autograder.lab.price_list import MistakePrice, PriceList
from autograder.results import scoring
from autograder.results.question_result import (
    CheckPoints,
    CheckResult,
    Deduction,
    NamedMistake,
    QuestionResult,
    Unexplained,
)
from autograder.results.result import Result
from autograder.results.scoring import QuestionScore, TotalScore
from autograder.results.verdict import Status, Verdict

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
DIGITS = 2  # of a number in a message: what comes after differs between machines
SHOWN = 12  # hex digits of a pattern
SETTLED = (Status.PASSED, Status.MISSING)  # nothing of these has a price


def price_result(result: Result, lab: Lab, price_list: PriceList) -> Result:
    """Return a result with the points that a price list gives, whichever it was priced by before."""
    known = {question.id: question for question in lab.questions}
    questions = {
        id: price_question(known[id], answered, price_list.of(id), lab.rubric.unexplained == "manual")
        if id in known
        else answered
        for id, answered in result.questions.items()
    }
    return with_sums(result, questions, lab)


def with_sums(result: Result, questions: dict[str, QuestionResult], lab: Lab) -> Result:
    """Return a result with other questions, and the sums and the mark that follow from them."""
    total = total_of(questions, lab)
    return replace(
        result,
        questions=questions,
        score=total.score,
        pending=total.pending,
        bonus=total.bonus,
        bonus_pending=total.bonus_pending,
        mark=total.mark,
        mark_range=total.mark_range,
    )


def total_of(questions: Mapping[str, QuestionResult], lab: Lab) -> TotalScore:
    """Return the sums of a submission from its questions; one that is not there earned nothing."""
    scores = [
        QuestionScore(question, found.status, found.score, (), found.earned, found.lost)
        if (found := questions.get(question.id))
        else QuestionScore(question, Status.MISSING, 0.0)
        for question in lab.questions
    ]
    return scoring.total_score(scores, lab)


def price_question(
    question: Question,
    answered: QuestionResult,
    prices: Mapping[str, MistakePrice],
    unexplained_to_person: bool = False,
) -> QuestionResult:
    """Return a question with the deductions for its mistakes, or with the checks that these do not explain."""
    answered = by_checks(answered)
    failed = failed_checks(answered)
    readers_own = question.manual and question.checked_points is None  # a person gives all its points
    if answered.status in SETTLED or answered.barred or readers_own or not failed:
        return answered
    named = {mistake.name: mistake for mistake in reversed(answered.mistakes)}  # of several, the likeliest tells
    costs = {name: prices[name] for name in named if name in prices and not _is_contradicted(prices[name], answered)}
    explained = {name: _explained(price, failed) for name, price in costs.items()}
    rest = tuple(check for check in failed if not any(check in checks for checks in explained.values()))
    known = _recognised(rest, prices) if costs.keys() == named.keys() else None
    if known is None and (rest or not costs or costs.keys() != named.keys()):
        found = Unexplained(tuple(check.name for check in rest), pattern_of(rest)) if rest else None
        return _left_to_person(replace(answered, unexplained=found), unexplained_to_person and found is not None)
    if known is not None:
        costs[known.name] = known
        explained[known.name] = (*explained.get(known.name, ()), *rest)
        if known.name not in named:
            recognised = NamedMistake(known.name, known.explanation, "", pattern_of(rest))
            answered = replace(answered, mistakes=(*answered.mistakes, recognised))
            named[known.name] = recognised
    in_order = dict.fromkeys(mistake.name for mistake in answered.mistakes)
    deductions = [_deduction(costs[name], named[name], explained[name]) for name in in_order]
    return _deducted(answered, question, deductions)


def by_checks(answered: QuestionResult) -> QuestionResult:
    """Return a question as the sum of its checks has it, without anything that a price list added."""
    seen = tuple(mistake for mistake in answered.mistakes if not mistake.pattern)
    added = answered.deductions or answered.unexplained or answered.by_checks
    if not added and len(seen) == len(answered.mistakes):
        return answered  # most questions of a class are
    plain = replace(answered, mistakes=seen, deductions=(), unexplained=None, by_checks=None)
    before = answered.by_checks
    if before is None:
        return plain
    return replace(plain, status=before.status, score=before.score, earned=before.earned, lost=before.lost)


def failed_checks(answered: QuestionResult) -> tuple[CheckResult, ...]:
    """Return the checks of a question that were decided against the student."""
    return tuple(c for c in answered.checks if c.verdict not in (Verdict.PASSED, Verdict.GRADER_ERROR))


def pattern_of(failed: Iterable[CheckResult]) -> str:
    """Return a short hash of failed checks and their faults, which is equal for failures of the same kind."""
    faults = sorted([check.name, check.verdict, _rounded(check.message)] for check in failed)
    return hashlib.sha256(json.dumps(faults, ensure_ascii=True).encode()).hexdigest()[:SHOWN]


def _rounded(message: str) -> str:
    return NUMBER.sub(lambda number: f"{float(number[0]):.{DIGITS}g}", message)


def _explained(price: MistakePrice, failed: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The checks that a mistake explains; what holds by itself, and failed with one of them, is among these."""
    own = [check for check in failed if not check.failed_with and (check.name, str(check.verdict)) in price.explains]
    names = {check.name.partition("[")[0] for check in own}
    return tuple(check for check in failed if check in own or check.failed_with in names)


def _is_contradicted(price: MistakePrice, answered: QuestionResult) -> bool:
    """Whether every check passed that answers with this mistake fail."""
    passed = {check.name for check in answered.checks if check.verdict is Verdict.PASSED}
    return bool(price.explains) and passed.issuperset(name for name, _ in price.explains)


def _recognised(rest: Sequence[CheckResult], prices: Mapping[str, MistakePrice]) -> MistakePrice | None:
    """The mistake that a person has recognised in failures of this kind."""
    pattern = pattern_of(rest) if rest else ""
    return next((price for price in prices.values() if pattern in price.patterns), None)


def _deduction(price: MistakePrice, named: NamedMistake, checks: Sequence[CheckResult]) -> Deduction:
    names = tuple(check.name for check in checks)
    return Deduction(price.name, price.points, price.severity, named.explanation, named.evidence, names)


def _deducted(answered: QuestionResult, question: Question, deductions: Sequence[Deduction]) -> QuestionResult:
    """The question less the prices of its mistakes; points of checks that came to no verdict stay open."""
    top = question.points_of_checks
    opened = sum(check.points for check in answered.checks if check.score is None)
    cost = min(sum(deduction.points for deduction in deductions), top)
    earned, lost = max(round(top - cost - opened, 4), 0.0), round(_unwritten(answered) + cost, 4)
    status, score = answered.status, answered.score
    if score is not None:
        status, score = (Status.PARTIAL if earned else Status.FAILED), earned
    priced = replace(answered, status=status, score=score, earned=earned, lost=lost, deductions=tuple(deductions))
    return replace(priced, by_checks=_points(answered))


def _unwritten(answered: QuestionResult) -> float:
    """The points that a part has lost which a person would read, and which was not written."""
    decided = sum(check.points for check in answered.checks if check.score is not None)
    return max(round(answered.lost + answered.earned - decided, 4), 0.0)


def _points(answered: QuestionResult) -> CheckPoints:
    return CheckPoints(answered.status, answered.score, answered.earned, answered.lost)


def _left_to_person(answered: QuestionResult, manual: bool) -> QuestionResult:
    if not manual:
        return answered
    waits = replace(answered, status=Status.MANUAL, score=None, earned=0.0, lost=_unwritten(answered))
    return replace(waits, by_checks=_points(answered))

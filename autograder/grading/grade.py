"""Grades one submission: runs it, judges it with the hidden checks, and collects the result."""

import platform
import time
from collections.abc import Collection, Mapping
from dataclasses import fields

import torch

from autograder import __version__
from autograder.grading import check_runner, diagnosis
from autograder.grading.failed_cells import failed_cells
from autograder.grading.flags import flags
from autograder.grading.live_submission import LiveSubmission, open_submission
from autograder.grading.rules import barred_questions
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab, Question
from autograder.lab.price_list import read_price_list
from autograder.lab.student_template import template
from autograder.notebook.submission import Submission
from autograder.notebook.written_answers import written_answers
from autograder.people.identity import Identity, identify
from autograder.results import pricing, scoring
from autograder.results.question_result import CheckResult, NamedMistake, QuestionResult
from autograder.results.result import Environment, Result, ScaledSetting, SubmissionInfo
from autograder.results.scoring import QuestionScore
from autograder.results.verdict import Outcome
from autograder.sandbox.host import Host
from autograder.workers.limits import Step, limited


def grade(submission: Submission, lab: Lab, shelf: Shelf, host: Host, identity: Identity | None = None) -> Result:
    """Run a submission, judge it with every hidden check, and return the result with its points.

    `identity` is what the notebook says of its author, where that was read before. Raises KernelError if no process
    could be started, SubmissionError if the grader's own work on it reached a limit, LabError if the checks are broken.
    """
    start = time.monotonic()
    student_template = template(lab)
    identity = identity or identify(submission, lab.student)
    with limited(Step.REWRITING):
        written = written_answers(submission, lab, student_template)
    with open_submission(submission, lab, shelf, host, identity) as live, limited(Step.JUDGING):
        judged = check_runner.run(live.student, lab, shelf)
        names, defects = diagnosis.texts(judged, lab)
        barred = barred_questions(live, lab, student_template)
        scores = _scores(judged.outcomes, written, lab, barred)
        total = scoring.total_score(scores, lab)
        result = Result(
            lab=lab.id,
            submission=_handed(submission, identity),
            score=total.score,
            max_score=lab.max_score,
            pending=total.pending,
            bonus=total.bonus,
            bonus_pending=total.bonus_pending,
            mark=total.mark,
            mark_range=total.mark_range,
            questions={s.question.id: _answered(s, live, names, s.question in barred) for s in scores},
            answers={id: text for id, text in written.items() if text is not None},
            cells=failed_cells(live.session),
            scaled=tuple(
                ScaledSetting(index, item.name, item.written, item.used)
                for index, cell in live.cells.items()
                for item in cell.scaled
            ),
            flags=(*flags(live, lab, identity, student_template), *defects),
            environment=_environment(lab, shelf, host, time.monotonic() - start),
        )
        wrong = {id for id, answered in result.questions.items() if pricing.failed_checks(answered)}
        return pricing.price_result(result, lab, read_price_list(lab, wrong)) if wrong else result


def _scores(
    outcomes: tuple[Outcome, ...], written: dict[str, str | None], lab: Lab, barred: Collection[Question]
) -> list[QuestionScore]:
    def score(question: Question) -> QuestionScore:
        judged = [outcome for outcome in outcomes if outcome.question == question.id]
        return scoring.score_question(question, judged, written.get(question.id), question not in barred)

    return [score(question) for question in lab.questions]


def _answered(
    score: QuestionScore, live: LiveSubmission, names: Mapping[str, tuple[NamedMistake, ...]], barred: bool
) -> QuestionResult:
    required_names = (*score.question.defines, *score.question.trains)
    defined, written = live.student.defined_as, {name: own for own, name in live.renamed.items()}
    return QuestionResult(
        title=score.question.title,
        status=score.status,
        score=score.points,
        points=score.question.points,
        bonus=score.question.bonus,
        found={name: written.get(used, used) for name, used in defined.items() if name in required_names},
        checks=tuple(_check(outcome) for outcome in score.outcomes),
        mistakes=names.get(score.question.id, ()),
        earned=score.certain,
        lost=round(score.question.points - score.certain - score.pending, 4),
        barred=barred and score.question.checked,
    )


def _check(outcome: Outcome) -> CheckResult:
    shared = {field.name: getattr(outcome, field.name) for field in fields(CheckResult)}
    return CheckResult(**shared | {"seconds": round(outcome.seconds, 3)})


def _handed(submission: Submission, identity: Identity) -> SubmissionInfo:
    return SubmissionInfo(
        file=submission.path.name,
        sha256=submission.sha256,
        student=identity.name,
        seed=identity.seeds[0] if identity.seeds else None,
        rut=identity.rut,
        rut_valid=identity.rut is not None,
    )


def _environment(lab: Lab, shelf: Shelf, host: Host, seconds: float) -> Environment:
    cuda = torch.cuda.is_available()
    return Environment(
        device=f"cuda ({torch.cuda.get_device_name()})" if cuda else "cpu",
        isolation=host.level,
        autograder=__version__,
        python=platform.python_version(),
        torch=str(torch.__version__),
        corpora={name: shelf.origin(name) for name in sorted(set(lab.corpora.values()))},
        seconds=round(seconds, 2),
        fingerprint="",
    )

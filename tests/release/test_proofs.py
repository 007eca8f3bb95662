"""What the reference and the untouched notebook must show when they are graded."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.lab.declaration import Lab, Question
from autograder.lab.master import Master
from autograder.release import proofs
from autograder.release.proofs import ReleaseDraft
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.result import Environment, FailedCell, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

HANDED = SubmissionInfo("x.ipynb", "0" * 64, None, None, None, False)
WHERE = Environment("cpu", Level.NONE, "0", "3.11", "2", {}, 0.0, "")
QUESTIONS = (
    Question("a", "A", "code", 6.0),
    Question("b", "B", "written", 0.5),
    Question("j", "J", "both", 0.25, bonus=True),
)
STUCK = FailedCell(1, "error", "NotImplementedError", "Pregunta a) falta")


def result(
    checks: dict[str, list[Verdict]], score: float, cells: tuple[FailedCell, ...] = (), bonus: float = 0.0
) -> Result:
    """A result with one check for each verdict."""
    questions = {
        id: answered([CheckResult(f"c{n}", "", v, 1.0, 0.0, "", "", 0.0) for n, v in enumerate(vs)])
        for id, vs in checks.items()
    }
    return Result("mini", HANDED, score, 6.0, 0.0, bonus, 0.0, None, (1.0, 7.0), questions, {}, cells, (), (), WHERE)


def answered(checks: list[CheckResult]) -> QuestionResult:
    """A question with these checks."""
    return QuestionResult("", Status.PARTIAL, 0.0, 1.0, False, {}, tuple(checks), ())


def faults(
    make: Callable[[proofs.Grade], proofs.Proof], result: Result, questions: tuple[Question, ...] = QUESTIONS
) -> list[str]:
    """What a proof says, in Spanish, of a grader that always finds this result."""
    draft = ReleaseDraft(Path("assignment"), Lab("mini", "Mínimo", questions), Master(Path("notebook.py"), ()))
    return [fault.render("es") for fault in make(lambda path: result)(draft)]


GOOD = {"a": [Verdict.PASSED], "j": [Verdict.PASSED]}


def test_a_reference_that_passes_everything_is_proven() -> None:
    """Every check passed, the mandatory automatic points reached and no cell failing: no fault."""
    assert faults(proofs.reference_earns_all, result(GOOD, 6.0)) == []


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASSED])
def test_any_other_verdict_of_the_reference_is_a_fault(verdict: Verdict) -> None:
    """A check that the reference does not pass is named with its question and its verdict, bonus or not."""
    (said,) = faults(proofs.reference_earns_all, result(GOOD | {"j": [Verdict.PASSED, verdict]}, 6.0))
    assert f"pregunta j: la comprobación 'c1' terminó en {verdict}" in said


def test_a_question_without_checks_is_a_fault() -> None:
    """A question that is to be checked must have a check that ran; a written one need not."""
    (said,) = faults(proofs.reference_earns_all, result({"a": [Verdict.PASSED], "j": []}, 6.0))
    assert "la pregunta j no tiene comprobaciones ocultas" in said


def test_a_reference_that_reaches_too_little_is_a_fault() -> None:
    """Points that get lost between the checks and the score are noticed."""
    assert "5.9 puntos de 6.0" in faults(proofs.reference_earns_all, result(GOOD, 5.9))[0]


@pytest.mark.parametrize(("checked_points", "due"), [(None, 6.0), (0.4, 6.4)])
def test_a_person_need_not_have_read_the_reference(checked_points: float | None, due: float) -> None:
    """Of a question that a person reads too, only what its checks give by themselves must be reached."""
    both = replace(QUESTIONS[2], points=1.0, bonus=False, checked_points=checked_points)
    assert faults(proofs.reference_earns_all, result(GOOD, due), (*QUESTIONS[:2], both)) == []
    (said,) = faults(proofs.reference_earns_all, result(GOOD, due - 0.1), (*QUESTIONS[:2], both))
    assert f"{due - 0.1} puntos de {due}" in said


def test_a_reference_with_a_failing_cell_is_a_fault() -> None:
    """The reference runs from top to bottom."""
    (said,) = faults(proofs.reference_earns_all, result(GOOD, 6.0, (FailedCell(7, "timed_out", "", ""),)))
    assert "reference.ipynb, celda [7]: timed_out" in said


def test_a_stub_that_only_lacks_answers_is_proven() -> None:
    """NotImplementedError is expected anywhere, NameError in the cells after one, and no point."""
    cells = (STUCK, FailedCell(2, "error", "NameError", "data"))
    assert (
        faults(proofs.stub_earns_nothing, result({"a": [Verdict.STUDENT_ERROR], "j": [Verdict.FAILED]}, 0.0, cells))
        == []
    )


@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.GRADER_ERROR])
def test_a_check_that_an_empty_answer_passes_is_a_fault(verdict: Verdict) -> None:
    """A check that the stub passes, or that breaks on it, is named with its question."""
    (said,) = faults(proofs.stub_earns_nothing, result({"a": [Verdict.FAILED, verdict]}, 0.0))
    assert f"pregunta a: la comprobación 'c1' terminó en {verdict}" in said


@pytest.mark.parametrize(("score", "bonus"), [(0.5, 0.0), (0.0, 0.5)])
def test_points_of_a_stub_are_a_fault(score: float, bonus: float) -> None:
    """The stub reaches no point, mandatory or bonus."""
    assert "0.5 puntos" in faults(proofs.stub_earns_nothing, result({}, score, bonus=bonus))[0]


@pytest.mark.parametrize(
    "cells",
    [
        (FailedCell(1, "error", "KeyError", "x"),),
        (FailedCell(0, "error", "NameError", "x"), STUCK),
        (FailedCell(1, "error", "NameError", "x"),),
        (FailedCell(1, "killed", "", ""),),
    ],
)
def test_a_stub_that_fails_for_another_reason_is_a_fault(cells: tuple[FailedCell, ...]) -> None:
    """A cell of the stub that fails although no answer is missing before it is named."""
    (said,) = faults(proofs.stub_earns_nothing, result({}, 0.0, cells))
    assert f"mini.ipynb, celda [{cells[0].cell}]" in said

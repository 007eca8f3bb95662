"""The pytest plugin that lets plain test functions judge a student's live objects.

A check is a test function with points; its file is named `test_<question>_<topic>.py`, its docstring is the line
that the student reads. The grader passes a `Judge` in; by hand, `pytest solutions/gpt/checks --submission nb.ipynb`.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest

from autograder.corpora import Shelf
from autograder.errors import LabError
from autograder.expect import WrongAnswer
from autograder.lab import Lab
from autograder.pytest_plugin import LAB, SHELF, STUDENT
from autograder.student import Student, StudentFault, Undecided
from autograder.verdict import Outcome, Verdict

F = TypeVar("F", bound=Callable[..., Any])
MAX_MESSAGE = 600
# plugins of pytest's own that nobody would see, two of which collect garbage for a fifth of a grading's time
UNUSED = ("cacheprovider", "terminal", "faulthandler", "logging", "unraisableexception", "threadexception")


@dataclass(frozen=True)
class Worth:
    """What a check is worth, and the hint for whom it fails."""

    points: float
    hint: str


def points(value: float, hint: str = "") -> Callable[[F], F]:
    """Say what a check is worth; `hint` tells the student where to look."""

    def mark(function: F) -> F:
        function.__worth__ = Worth(value, hint)  # type: ignore[attr-defined]
        return function

    return mark


class Judge:
    """A pytest plugin that runs each check on a student and keeps its outcome."""

    def __init__(self, student: Student, lab: Lab, shelf: Shelf) -> None:
        self.student = student
        self.shelf = shelf
        self.lab = lab
        self.outcomes: list[Outcome] = []
        self.broken: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand what is judged to the fixtures."""
        config.stash[STUDENT] = self.student
        config.stash[LAB] = self.lab
        config.stash[SHELF] = self.shelf

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Let pytest draw no picture of where a check failed: nobody sees it, and it is most of a failure's cost."""
        item.repr_failure = lambda excinfo, style=None: str(type(excinfo.value))  # type: ignore[method-assign]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Start the student's time for a check, its fixtures included."""
        self.student.begin(question_of(item.path), self.lab.limits.check)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        """End the student's time for a check."""
        try:
            return (yield)
        finally:
            self.student.finish()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Keep the outcome of a check; an error in its set-up is ours."""
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            error = call.excinfo.value if call.excinfo is not None else None
            self.outcomes.append(self._outcome(item, error))
        return report

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file of checks that cannot be read."""
        if report.failed:
            self.broken.append(str(report.longrepr))

    def _outcome(self, item: pytest.Item, error: BaseException | None) -> Outcome:
        function = getattr(item, "function", None)
        worth = getattr(function, "__worth__", Worth(0.0, ""))
        title = (getattr(function, "__doc__", None) or item.name).strip().split("\n\n")[0]
        cause = root_cause(error)
        return Outcome(
            question=question_of(item.path),
            name=item.name,
            title=" ".join(title.split()),
            points=worth.points,
            verdict=verdict_of(cause),
            message=self._message(cause),
            hint=worth.hint if cause is not None else "",
            absent=isinstance(cause, StudentFault) and cause.absent,
            undecided=isinstance(cause, Undecided),
        )

    def _message(self, error: BaseException | None) -> str:
        if error is None:
            return ""
        if isinstance(error, WrongAnswer):
            return error.render(self.student.say.language)[:MAX_MESSAGE]
        if isinstance(error, StudentFault | AssertionError | Undecided):
            return str(error)[:MAX_MESSAGE]
        return f"{type(error).__name__}: {error}"[:MAX_MESSAGE]


def root_cause(error: BaseException | None) -> BaseException | None:
    """The failure itself, where hypothesis reports a group because running it again went another way."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def verdict_of(error: BaseException | None) -> Verdict:
    """The verdict that an exception out of a check means; one that nobody foresaw is our own error."""
    if error is None:
        return Verdict.PASSED
    if isinstance(error, StudentFault):
        return error.verdict
    if isinstance(error, AssertionError):
        return Verdict.FAILED
    if isinstance(error, pytest.skip.Exception):
        return Verdict.SKIPPED
    return Verdict.GRADER_ERROR


def question_of(path: Path) -> str:
    """The question that a file of checks judges: `test_d_head.py` judges d."""
    return path.stem.split("_")[1]


def run(student: Student, lab: Lab, shelf: Shelf) -> list[Outcome]:
    """Run every hidden check of a lab on a student.

    Raises LabError where the checks cannot be read, or are not worth what the lab declares.
    """
    judge = Judge(student, lab, shelf)
    before = set(sys.modules)
    arguments = [str(lab.checks), f"--rootdir={lab.folder}", f"--confcutdir={lab.folder}", "-c", "/dev/null"]
    arguments += ["--disable-plugin-autoload", *(part for name in UNUSED for part in ("-p", f"no:{name}"))]
    try:
        end = pytest.main([*arguments, "-p", "autograder.pytest_plugin", "--import-mode=importlib"], plugins=[judge])
    finally:
        for name in set(sys.modules) - before:
            if _stands_in(sys.modules[name], lab.folder):
                del sys.modules[name]
    if judge.broken:
        raise LabError("lab.broken_checks", folder=lab.checks, fault=judge.broken[0].strip().splitlines()[-1])
    if end == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if end not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise LabError("lab.broken_checks", folder=lab.checks, fault=end)
    _as_declared(judge.outcomes, lab)
    return judge.outcomes


def _stands_in(module: ModuleType, folder: Path) -> bool:
    places = (getattr(module, "__file__", None), *getattr(module, "__path__", ()))  # a folder of checks has no file
    return any(isinstance(place, str) and Path(place).is_relative_to(folder) for place in places)


def _as_declared(outcomes: list[Outcome], lab: Lab) -> None:
    for outcome in outcomes:
        lab.question(outcome.question)  # raises for one that the lab does not have
    for question in lab.questions:
        worth = sum(outcome.points for outcome in outcomes if outcome.question == question.id)
        if question.checked and abs(worth - question.points) > 1e-6:
            raise LabError("lab.check_points", id=question.id, points=question.points, worth=round(worth, 4))

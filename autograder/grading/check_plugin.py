"""The pytest plugin that runs each hidden check on a submission and keeps its outcome."""

import re
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from autograder.checks.decorators import Worth
from autograder.grading.check_files import question_of
from autograder.grading.check_fixtures import LAB, SEED, SHELF, STUDENT, SUSPECTS
from autograder.grading.required_checks import without_lone_properties
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.results.verdict import Judgement, Outcome, Suspect, Verdict
from autograder.student.assertions import WrongAnswer
from autograder.student.student import Student, StudentFault, Undecided

ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")  # of an object, another one every time
MAX_MESSAGE = 600
MAX_DETAIL = 2000
FOR_STUDENTS = (WrongAnswer, StudentFault, Undecided)  # what these say was written to be read by students


class Judge:
    """Runs the checks of a lab, then the diagnoses of each question of which a check did not pass.

    `outcomes` holds what each check found by itself, `required` the checks that others require, `suspects` the mistakes
    that diagnoses named, `defects` the diagnoses that broke, `broken` the exceptions that kept files from being read.
    """

    def __init__(self, student: Student, lab: Lab, shelf: Shelf, seed: int) -> None:
        self.student = student
        self.shelf = shelf
        self.lab = lab
        self.seed = seed
        self.outcomes: list[Outcome] = []
        self.required: dict[tuple[str, str], str] = {}
        self.suspects: list[Suspect] = []
        self.defects: list[str] = []
        self.broken: list[BaseException] = []
        self.started = 0.0

    @property
    def judgement(self) -> Judgement:
        """Return the outcomes, the named mistakes, each of them once, and the defects of diagnoses."""
        named = {(suspect.question, suspect.name): suspect for suspect in reversed(self.suspects)}
        outcomes = without_lone_properties(self.outcomes, self.required, self.student.say)
        return Judgement(outcomes, tuple(reversed(named.values())), tuple(self.defects))

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the submission, the lab and its corpora available to the fixtures."""
        config.stash[STUDENT] = self.student
        config.stash[LAB] = self.lab
        config.stash[SHELF] = self.shelf
        config.stash[SEED] = self.seed
        config.stash[SUSPECTS] = self.suspects

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Turn off pytest's own report of a failure, which nobody reads and which is slow; set the seed."""
        item.repr_failure = lambda excinfo, style=None: str(type(excinfo.value))  # type: ignore[method-assign]
        if self.seed and isinstance(item, pytest.Function):
            hypothesis.seed(self.seed)(item.obj)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the diagnoses after the checks."""
        items.sort(key=is_diagnosis)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Start the time limit of a check, its fixtures included; skip a diagnosis that is not needed."""
        question = question_of(item.path)
        if is_diagnosis(item) and not any(o.question == question and _was_wrong(o) for o in self.outcomes):
            pytest.skip("nothing to name")
        self.started = time.perf_counter()
        self.student.begin(question, self.lab.limits.check, self.seed)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        """End the time limit of a check."""
        try:
            return (yield)
        finally:
            self.student.finish()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Keep the outcome of a check, also if the error came from its fixtures."""
        report = yield
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            raised = root_cause(call.excinfo.value if call.excinfo is not None else None)
            error = raised if _is_foreseen(raised) else self.student.client.blamed(raised, self.lab.checks)
            if is_diagnosis(item):
                self._note(item, error)
            else:
                self.outcomes.append(self._outcome(item, error, time.perf_counter() - self.started))
        return report

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: object) -> None:
        """Keep the exception that stopped a file of checks from being read."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self.broken.append(call.excinfo.value)

    def _note(self, item: pytest.Item, error: BaseException | None) -> None:
        """A diagnosis that finds nothing is none; one that breaks is a defect of the lab's, and costs nobody points."""
        if verdict_of(error) is Verdict.GRADER_ERROR and not isinstance(error, Undecided):
            self.defects.append(f"{item.name}: {type(error).__name__}: {error}"[:MAX_MESSAGE])

    def _outcome(self, item: pytest.Item, cause: BaseException | None, seconds: float) -> Outcome:
        function = getattr(item, "function", None)
        worth = getattr(function, "__worth__", Worth(0.0, ""))
        name = getattr(item, "originalname", None) or item.name  # a parametrized name holds the values of the check
        if worth.requires:
            self.required[question_of(item.path), name] = worth.requires
        title = (getattr(function, "__doc__", None) or name).strip().split("\n\n")[0]
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
            detail=_detail(cause),
            seconds=seconds,
        )

    def _message(self, error: BaseException | None) -> str:
        """What a student reads of an exception: nothing of one, such as an assert's, that is not for students."""
        text = ""
        if isinstance(error, WrongAnswer):
            text = error.render(self.student.say.language)
        elif isinstance(error, FOR_STUDENTS):
            text = ADDRESS.sub("", str(error))
        return self.student.for_student(text)[:MAX_MESSAGE]


def _detail(error: BaseException | None) -> str:
    """What staff read of an exception besides its message: type, text and place, and hypothesis' falsifying example."""
    if error is None:
        return ""
    notes = [str(note) for note in getattr(error, "__notes__", ())]
    description = [] if isinstance(error, FOR_STUDENTS) else [f"{type(error).__name__}: {error}", *_place(error)]
    return ADDRESS.sub("", "\n".join([*description, *notes]))[:MAX_DETAIL]


def _place(error: BaseException) -> list[str]:
    """The file and line that raised an exception."""
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    return [f"({Path(frame.filename).name}:{frame.lineno})" for frame in frames]


def _is_foreseen(error: BaseException | None) -> bool:
    return isinstance(error, (*FOR_STUDENTS, AssertionError, pytest.skip.Exception))


def is_diagnosis(item: pytest.Item) -> bool:
    """Return whether a test function names mistakes instead of judging."""
    function: Any = getattr(item, "function", None)
    return getattr(function, "__diagnosis__", False) is True


def _was_wrong(outcome: Outcome) -> bool:
    return outcome.verdict not in (Verdict.PASSED, Verdict.SKIPPED, Verdict.GRADER_ERROR) and not outcome.absent


def root_cause(error: BaseException | None) -> BaseException | None:
    """Return the first single exception in a group, which hypothesis raises if a failure did not repeat itself."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def verdict_of(error: BaseException | None) -> Verdict:
    """Return the verdict for the exception that a check raised; an unforeseen exception is an error of the grader."""
    if error is None:
        return Verdict.PASSED
    if isinstance(error, StudentFault):
        return error.verdict
    if isinstance(error, AssertionError):
        return Verdict.FAILED
    if isinstance(error, pytest.skip.Exception):
        return Verdict.SKIPPED
    return Verdict.GRADER_ERROR

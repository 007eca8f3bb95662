"""Runs the hidden checks of a lab with pytest on a student's live objects.

A check is a test function with points; its file is named `test_<question>_<topic>.py`, and its docstring is the line
that the student reads. A diagnosis is a test function that names known mistakes; it runs after the checks, and only
if a check of its question did not pass. By hand: `pytest solutions/gpt/checks --submission nb.ipynb`.
"""

import io
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from types import ModuleType

import pytest

from autograder.errors import LabError
from autograder.grading import check_files, obstacles
from autograder.grading.check_plugin import Judge
from autograder.grading.misplaced import without_zero_for_misplaced
from autograder.grading.required_checks import missing_checks
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.results.verdict import Judgement, Outcome
from autograder.student.student import Student

# plugins of pytest's own that nobody would see, two of which collect garbage for a fifth of a grading's time
UNUSED = ("cacheprovider", "terminal", "faulthandler", "logging", "unraisableexception", "threadexception")


def run(student: Student, lab: Lab, shelf: Shelf, seed: int = 0, only: Collection[str] = ()) -> Judgement:
    """Run every hidden check of a lab on a student, or only those of the questions in `only`.

    `seed` seeds all random generators. Raises LabError if the checks cannot be read, or if their points do not add up
    to those that the lab declares.
    """
    check_files.expect_well_named(lab)
    if not any(question.checked for question in lab.questions):
        return Judgement(())
    judge = Judge(student, lab, shelf, seed)
    before = set(sys.modules)
    arguments = [*_files(lab, only), f"--rootdir={lab.folder}", f"--confcutdir={lab.folder}", "-c", "/dev/null"]
    arguments += ["-o", "python_files=test_*.py"]
    arguments += ["--disable-plugin-autoload", *(part for name in UNUSED for part in ("-p", f"no:{name}"))]
    arguments += ["-p", "autograder.grading.check_fixtures", "--import-mode=importlib"]
    stderr = io.StringIO()
    try:
        with (
            redirect_stderr(stderr),
            _without_options_of_others(),
        ):  # where pytest says what is wrong with a conftest.py, in many lines
            end = pytest.main(arguments, plugins=[judge])
    finally:
        for name in set(sys.modules) - before:
            if _stands_in(sys.modules[name], lab.folder):
                del sys.modules[name]
    if judge.broken:
        raise check_files.unreadable(lab, judge.broken[0])
    if end == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if end not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise check_files.unreadable(lab, ValueError(stderr.getvalue().strip() or f"pytest: {end}"))
    _as_declared(judge.outcomes, lab, only)
    if absent := missing_checks(judge.outcomes, judge.required):
        raise LabError("lab.no_required_check", path=lab.checks, names=", ".join(absent))
    seen = obstacles.without_blame(judge.judgement, student)
    return without_zero_for_misplaced(seen, student, lab)


@contextmanager
def _without_options_of_others() -> Iterator[None]:
    """Keep away what somebody has told pytest, by the environment, to do with tests of their own."""
    options = os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        if options is not None:
            os.environ["PYTEST_ADDOPTS"] = options


def _files(lab: Lab, only: Collection[str]) -> list[str]:
    chosen = [str(path) for id in only for path in sorted(lab.checks.glob(f"test_{id}_*.py"))]
    return chosen if only else [str(lab.checks)]


def _stands_in(module: ModuleType, folder: Path) -> bool:
    places = (getattr(module, "__file__", None), *getattr(module, "__path__", ()))  # a folder of checks has no file
    return any(isinstance(place, str) and Path(place).is_relative_to(folder) for place in places)


def _as_declared(outcomes: list[Outcome], lab: Lab, only: Collection[str]) -> None:
    for outcome in outcomes:
        lab.question(outcome.question)  # raises for one that the lab does not have
    for question in lab.questions:
        worth = sum(outcome.points for outcome in outcomes if outcome.question == question.id)
        was_run = question.checked and (not only or question.id in only)
        if was_run and abs(worth - question.points_of_checks) > 1e-6:
            declared = question.points_of_checks
            raise LabError("lab.check_points", id=question.id, points=declared, worth=round(worth, 4))

"""Laws of a class run that needs no terminal."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path, PurePath
from types import ModuleType

import pytest

from autograder.batch.request import ClassRequest
from autograder.batch.row import Row
from autograder.batch.run import grade_class, grade_here, grade_items
from autograder.batch.submissions import Item
from autograder.grading.grader import Grader
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.notebook import submission
from autograder.people import identity
from autograder.results import result
from autograder.results.result import parse_result
from autograder.sandbox.host import Host
from autograder.sandbox.level import Level
from autograder.workers.pool import Workers

CHECK = """
from autograder.checks import points
from autograder.workers.pool import Workers

@points(1.0)
def test_doubles(student):
    "Doubles."
    assert student.call("double", 2) == 4
"""
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": "def double(x):\n    return 2 * x",
        }
    ],
}


class Recorder:
    """An observer that keeps what it is told, and wants no more submissions than `enough`."""

    def __init__(self, enough: int = 99) -> None:
        self.enough = enough
        self.notes: list[str] = []
        self.rows: list[Row] = []
        self.told: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def begin(self, total: int) -> None:
        self.told.append(f"begin {total}")

    def graded(self, row: Row) -> None:
        self.rows.append(row)

    def end(self) -> None:
        self.told.append("end")

    def wanted(self) -> bool:
        return len(self.rows) < self.enough


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """A folder of three notebooks, one of them broken."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("ana", "bea"):
        (folder / f"{name}.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (folder / "rota.ipynb").write_text("{", encoding="utf-8")
    return folder


@pytest.fixture
def lab(tiny: Callable[..., Lab]) -> Lab:
    """A lab of one question."""
    return tiny(test_a_double=CHECK)


@pytest.mark.slow
def test_a_class_is_graded_without_a_terminal(lab: Lab, handed_in: Path, tmp_path: Path) -> None:
    """Rows come in order, the observer hears of each graded one, and a second run grades nothing again."""
    request = ClassRequest((handed_in,), lab, tmp_path / "out", "any", gradebook=str(tmp_path / "g.db"))
    first = Recorder()
    run = grade_class(request, catalogue("en"), first)
    assert [row.name for row in run.rows] == ["ana", "bea", "rota"] and run.complete
    assert [row.result.score if row.result else None for row in run.rows] == [1.0, 1.0, None]
    assert first.told == ["begin 2", "end"] and {row.name for row in first.rows} == {"ana", "bea"}
    assert run.rows[2].error and (tmp_path / "g.db").is_file()
    for row in run.rows[:2]:
        assert parse_result((tmp_path / "out" / "submissions" / row.name / "result.json").read_bytes()) == row.result
    second = Recorder()
    again = grade_class(request, catalogue("en"), second)
    assert second.told == [] and [row.result for row in again.rows] == [row.result for row in run.rows]


@pytest.mark.slow
def test_an_observer_ends_a_run(lab: Lab, handed_in: Path, tmp_path: Path) -> None:
    """Once the observer wants no more, what is under way is finished, and the run says that it is not complete."""
    request = ClassRequest((handed_in,), lab, tmp_path / "out", "any", jobs=0)
    run = grade_class(request, catalogue("en"), Recorder(enough=1))
    assert not run.complete and sum(row.result is not None for row in run.rows) == 1


@pytest.mark.slow
def test_each_file_is_read_once(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is parsed once and its author found once, and each result becomes text once.

    To choose a version, to match the author, to grade and to record are no reasons to do it again.
    """
    ana, bea = (tmp_path / "in" / f"{name}_assignsubmission_file_" for name in ("Ana_1", "Bea_2"))
    ana.mkdir(parents=True)
    bea.mkdir()
    for name in ("lab.ipynb", "lab (1).ipynb"):
        (ana / name).write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (ana / "util.py").write_text("factor = 2", encoding="utf-8")
    (bea / "lab.py").write_text("def double(x):\n    return 2 * x", encoding="utf-8")
    calls: Counter[str] = Counter()

    def count(module: ModuleType, name: str) -> None:
        counted = getattr(module, name)

        def call(first: object, *others: object) -> object:
            calls[f"{name} {first.name}" if isinstance(first, PurePath) else name] += 1
            return counted(first, *others)

        monkeypatch.setattr(module, name, call)

    count(submission, "notebook_table")
    count(identity, "author_names")
    count(result, "utf8")
    request = ClassRequest((tmp_path / "in",), lab, tmp_path / "out", "any", jobs=0, gradebook=str(tmp_path / "g.db"))
    run = grade_class(request, catalogue("en"), Recorder())
    assert [row.result.score if row.result else row.error for row in run.rows] == [1.0, 1.0]
    files = ("lab.ipynb", "lab (1).ipynb", "lab.py")
    assert calls == {f"notebook_table {name}": 1 for name in files} | {"author_names": 3, "utf8": 2}


@pytest.mark.slow
def test_a_fault_of_the_lab_is_a_row_too(graded_item: Item, tiny: Callable[..., Lab], tmp_path: Path) -> None:
    """Whatever goes wrong in one submission becomes its row's error, in another process too."""
    lab = tiny(test_a_double=CHECK)
    broken = Grader(lab, shelf_for(lab), Host(Level.NONE), "en")
    shutil.rmtree(lab.checks)
    (row,) = grade_items([graded_item], grade_here(broken, Workers(2)), tmp_path / "out", catalogue("en"), lambda: True)
    assert row.error and row.result is None

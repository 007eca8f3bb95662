"""Laws of where results lie: no name of a submission meets ours; what cannot be written is a row."""

import json
from pathlib import Path

import pytest

from autograder.batch.result_files import SUBMISSIONS, has_old_layout, result_file, write_result_file
from autograder.batch.run import grade_items
from autograder.batch.submissions import Item, class_items
from autograder.errors import ExportError
from autograder.grading.task import GradeTasks, Reply
from autograder.intake.entry import Entry
from autograder.intake.reading import read_submission
from autograder.lab.declaration import Lab
from autograder.messages import catalogue

OURS = (
    "gradebook.db",
    "gradebook.db-wal",
    "grades.csv",
    "grades.csv.part",
    "submissions",
    "result.json",
    "export",
    "CON",
)
NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})


@pytest.fixture
def items(gpt: Lab, tmp_path: Path) -> list[Item]:
    """Submissions that are named like files of ours, like each other but for case and spelling, or end in `.part`."""
    names = [*OURS, "Ana", "ana", "ANA", "Nun\u0303ez", "Nu\u00f1ez", "x", "x.part", "x.json.part"]
    (tmp_path / "in").mkdir()
    entries = []
    for number, name in enumerate(names):
        path = tmp_path / "in" / str(number)
        path.write_text(NOTEBOOK)
        entries.append(Entry(f"{name}.ipynb", path, read=read_submission(path, name, gpt)))
    return class_items(entries, "en")


@pytest.fixture
def replies(graded_item: Item, tmp_path: Path) -> GradeTasks:
    """Grades every task with one result that is there already."""
    text = result_file(tmp_path, graded_item.name).read_text("utf-8")
    return lambda tasks, wanted: ((task, Reply(text)) for task in tasks)


def test_names_never_meet_ours(items: list[Item], replies: GradeTasks, tmp_path: Path) -> None:
    """Every result lies in the folder of results, whatever its submission is called, none in the place of another.

    Two names that a file system may take for one are told apart.
    """
    out = tmp_path / "out"
    rows = list(grade_items(items, replies, out, catalogue("en"), lambda: True))
    assert all(row.result and not row.error for row in rows) and {path.name for path in out.iterdir()} == {SUBMISSIONS}
    written = [path.relative_to(out / SUBMISSIONS).as_posix() for path in out.rglob("*") if path.is_file()]
    assert sorted(written) == sorted(f"{item.name}/result.json" for item in items)
    assert len({name.casefold() for name in written}) == len(items)


def test_a_result_that_cannot_be_written_is_a_row(items: list[Item], replies: GradeTasks, tmp_path: Path) -> None:
    """Where the result of one submission cannot be written, its row says so, and the others get theirs."""
    out = tmp_path / "out"
    blocked, *others = items
    result_file(out, blocked.name).mkdir(parents=True)
    row, *rows = grade_items(items, replies, out, catalogue("en"), lambda: True)
    assert row.result is None and blocked.name in row.error and all(row.result for row in rows)
    assert len(rows) == len(others)


def test_an_earlier_layout_is_told(tmp_path: Path) -> None:
    """Results beside the table of the class, as earlier versions wrote them, are noticed; today's own are not."""
    write_result_file("{}", tmp_path, "result.json")
    assert not has_old_layout(tmp_path) and not has_old_layout(tmp_path / "missing")
    (tmp_path / "ana").mkdir()
    (tmp_path / "ana" / "result.json").write_text("{}")
    assert has_old_layout(tmp_path)


def test_a_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    """Where results cannot be written at all, the fault names the file and the reason."""
    (tmp_path / "out").write_text("")
    with pytest.raises(ExportError, match=r"result\.json"):
        write_result_file("{}", tmp_path / "out", "ana")

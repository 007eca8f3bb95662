"""Laws of a class of submissions, as far as they hold without grading one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.batch.items import Item, graded, here, items, names, survey
from autograder.errors import SubmissionError
from autograder.grading.task import Order
from autograder.intake.entry import Entry
from autograder.lab.declaration import load_lab
from autograder.people.person import Person
from autograder.results.result import Environment, Handed, Result, write_result
from autograder.sandbox.host import Host
from autograder.sandbox.level import Level

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
WHERE = Environment("cpu", Level.NONE, "0", "3", "2", {}, 1.0, "decided")
EMPTY = Result(
    "gpt", Handed("x.ipynb", "", None, None, None, False), 0, 6, 0, 0, 0, None, (1, 7), {}, {}, (), (), (), WHERE
)
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
NAMED = {"cell_type": "markdown", "metadata": {}, "source": "**Nombre:** Ana Ñuñez"}
short = st.text("ab.-_!? 1", min_size=1, max_size=4).filter(lambda text: text.strip("."))
paths = st.lists(st.lists(short, min_size=1, max_size=3), min_size=1, max_size=8)


def entry(source: str, **more: object) -> Entry:
    """An entry that lies nowhere."""
    return Entry(source, None, **more)


def written(folder: Path, name: str, text: str) -> Entry:
    """An entry whose bytes are there."""
    (folder / name).write_text(text, encoding="utf-8")
    return Entry(name, folder / name)


@settings(max_examples=300)
@given(paths)
def test_no_two_submissions_share_a_folder(parts):
    """Submissions of one class get names that differ, each one part of a path."""
    sources = sorted({"/".join([*folders, f"{last}.ipynb"]) for *folders, last in parts})
    made = names([entry(source) for source in sources])
    assert len({name.casefold() for name in made}) == len(sources)
    assert all(Path(name).name == name and name not in (".", "..") for name in made)


@pytest.mark.parametrize(
    "files",
    [
        ["x/a!.ipynb", "x/a?.ipynb", "x-a_-1.ipynb"],
        ["x/a.ipynb", "y/a.ipynb", "x-a.ipynb", "x-a-2.ipynb"],
        ["A.ipynb", "a.ipynb"],
        ["x/" + "a" * 120 + "1.ipynb", "x/" + "a" * 120 + "2.ipynb"],
    ],
)
def test_names_that_nearly_meet_stay_apart(files):
    """Names differ also where one file is called what another was renamed to, where only case tells, and where long."""
    made = names([entry(file) for file in files])
    assert len({name.casefold() for name in made}) == len(files)


def test_a_name_is_the_authors_or_the_files_own() -> None:
    """The author as the course site knows him is the name, else the file's own, else its place."""
    files = [entry("ana.ipynb"), entry("1/lab.ipynb"), entry("2/lab.ipynb")]
    files += [entry(f"export.zip/{id}/lab.ipynb", owner=Person(id, "Bea Soto")) for id in "78"]
    assert names(files) == ["ana", "1-lab.ipynb", "2-lab.ipynb", "Bea Soto 7", "Bea Soto 8"]


@pytest.mark.parametrize("content", ["", "{", "[]", "%PDF"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_cannot_be_read_is_an_item_that_says_why(tmp_path, content, language):
    """A file that is no notebook, that is gone, or was refused at intake, has one line of why, in the language."""
    refused = Entry("x.zip", None, fault=SubmissionError("submission.empty", path="x.zip"))
    gone = Entry("no.ipynb", tmp_path / "no.ipynb")
    read = items([written(tmp_path, "ana.ipynb", content), refused, gone, entry("nothing")], GPT, language)
    assert [item.sha256 for item in read] == [""] * 4
    assert all(item.error and "\n" not in item.error for item in read)
    assert "vacío" in read[1].error if language == "es" else "empty" in read[1].error
    found = survey(read, tmp_path, "decided")
    assert found.waiting == () and [row.error for row in found.settled] == [item.error for item in read]


def test_who_made_it_is_read(tmp_path) -> None:
    """What a notebook says of its author is known before it is graded."""
    (item,) = items([written(tmp_path, "a.ipynb", json.dumps(NOTEBOOK | {"cells": [NAMED]}))], GPT, "es")
    assert (item.identity.name, item.error) == ("Ana Ñuñez", "")


@pytest.fixture
def done(tmp_path) -> Item:
    """A submission that has a result already."""
    (item,) = items([written(tmp_path, "ana.ipynb", json.dumps(NOTEBOOK))], GPT, "es")
    write_result(replace(EMPTY, submission=replace(EMPTY.submission, sha256=item.sha256)), tmp_path / item.name)
    return item


def test_what_is_graded_is_kept(done, tmp_path) -> None:
    """A result of this very submission, by the same lab and grader, settles it, unless all is asked for again."""
    found = survey([done], tmp_path, "decided")
    assert found.waiting == () and found.settled[0].result.lab == "gpt"
    assert survey([done], tmp_path, "decided", again=True).waiting == (done,)


def test_what_has_changed_is_graded_again(done, tmp_path) -> None:
    """Another notebook, another lab or grader, and a result that was damaged do not settle anything."""
    assert survey([replace(done, sha256="0")], tmp_path, "decided").settled == ()
    assert survey([done], tmp_path, "otherwise").settled == ()
    path = tmp_path / done.name / "result.json"
    path.write_bytes(path.read_bytes()[:-20])
    assert survey([done], tmp_path, "decided").waiting == (done,)


def test_a_file_that_vanishes_is_a_row(done, tmp_path) -> None:
    """A submission that was there when the class was read, and is gone when its turn comes, costs only itself."""
    done.entry.path.unlink()
    (row,) = graded([done], here(Order(GPT.folder, Host()), 1), tmp_path / "out", "es")
    assert row.error and row.result is None and not (tmp_path / "out").exists()


def test_a_fault_of_the_lab_is_a_row_too(done, tmp_path) -> None:
    """Whatever goes wrong in one submission becomes its row's error."""
    (row,) = graded([done], here(Order(tmp_path / "nowhere", Host(), "en"), 2), tmp_path / "out", "en")
    assert "nowhere" in row.error and row.result is None

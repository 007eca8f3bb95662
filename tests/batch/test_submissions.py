"""Laws of a class of submissions, as far as they hold without grading one."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.batch.owners import without_copies
from autograder.batch.resume import survey
from autograder.batch.submissions import Item, class_items, folder_names
from autograder.errors import SubmissionError
from autograder.intake.collect import collect_submissions
from autograder.intake.entry import Entry
from autograder.intake.reading import read_submission
from autograder.lab.declaration import load_lab
from autograder.notebook import submission
from autograder.people.person import Person
from autograder.workers.pool import Workers

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
NAMED = {"cell_type": "markdown", "metadata": {}, "source": "**Nombre:** Ana Ñuñez"}
short = st.text("ab.-_!? 1", min_size=1, max_size=4).filter(lambda text: text.strip("."))
paths = st.lists(st.lists(short, min_size=1, max_size=3), min_size=1, max_size=8)


def entry(source: str, **more: object) -> Entry:
    """An entry that lies nowhere."""
    return Entry(source, None, **more)


def written(folder: Path, name: str, text: str) -> Entry:
    """An entry whose bytes are there, and were read."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_entry(folder / name)


def read_entry(path: Path) -> Entry:
    """The entry of a file as it is read."""
    return Entry(path.name, path, read=read_submission(path, path.name, GPT))


@settings(max_examples=300)
@given(paths)
def test_no_two_submissions_share_a_folder(parts):
    """Submissions of one class get names that differ, each one part of a path."""
    sources = sorted({"/".join([*folders, f"{last}.ipynb"]) for *folders, last in parts})
    made = folder_names([entry(source) for source in sources])
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
    made = folder_names([entry(file) for file in files])
    assert len({name.casefold() for name in made}) == len(files)


def test_a_name_is_the_authors_or_the_files_own() -> None:
    """The author as the course site knows him is the name, else the file's own, else its place."""
    files = [entry("ana.ipynb"), entry("1/lab.ipynb"), entry("2/lab.ipynb")]
    files += [entry(f"export.zip/{id}/lab.ipynb", owner=Person(id, "Bea Soto")) for id in "78"]
    assert folder_names(files) == ["ana", "1-lab.ipynb", "2-lab.ipynb", "Bea Soto 7", "Bea Soto 8"]


@pytest.mark.parametrize("content", ["", "{", "[]", "%PDF"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_cannot_be_read_is_an_item_that_says_why(tmp_path, content, language):
    """A file that is no notebook, that is gone, or was refused at intake, has one line of why, in the language."""
    refused = Entry("x.zip", None, fault=SubmissionError("submission.empty", path="x.zip"))
    gone = read_entry(tmp_path / "no.ipynb")
    read = class_items([written(tmp_path, "ana.ipynb", content), refused, gone, entry("nothing")], language)
    assert [item.sha256 for item in read] == [""] * 4
    assert all(item.error and "\n" not in item.error for item in read)
    assert "vacío" in read[1].error if language == "es" else "empty" in read[1].error
    found = survey(read, tmp_path, "decided", lambda result: result)
    assert found.waiting == () and [row.error for row in found.settled] == [item.error for item in read]


def test_a_copy_in_a_second_download_is_no_second_row() -> None:
    """What somebody is known to have handed in counts once, however many downloads hold it; another content is kept."""
    ana, eva = Person("12", "Ana Soto"), Person("13", "Eva Ruz")
    given = [
        ("1.zip/a", ana, "1"),
        ("2.zip/a", ana, "1"),
        ("1.zip/b", eva, "1"),
        ("2.zip/b", eva, "2"),
        ("c", ana, ""),
        ("d", ana, "1"),
    ]
    items = [Item(Entry(source, None, who), source, sha256) for source, who, sha256 in given]
    kept = without_copies(items, {item.name for item in items} - {"d"})
    assert [item.name for item in kept] == ["1.zip/a", "1.zip/b", "2.zip/b", "c", "d"]
    assert kept[0].entry.older == ("2.zip/a",)


def test_who_made_it_is_read(tmp_path) -> None:
    """What a notebook says of its author is known before it is graded."""
    (item,) = class_items([written(tmp_path, "a.ipynb", json.dumps(NOTEBOOK | {"cells": [NAMED]}))], "es")
    assert (item.identity.name, item.error) == ("Ana Ñuñez", "")


@pytest.mark.slow
def test_no_file_of_a_class_is_read_in_the_process_of_the_class(tmp_path, monkeypatch) -> None:
    """What is in a student's file is parsed by a worker, and yet its author is known."""
    monkeypatch.setattr(submission, "notebook_table", None)
    for count, name in enumerate("ab", start=1):
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(NOTEBOOK | {"cells": [NAMED] * count}), encoding="utf-8")
    with collect_submissions([tmp_path], GPT, Workers(1)) as entries:
        items = class_items(entries, "es")
    assert [item.identity and item.identity.name for item in items] == ["Ana Ñuñez"] * 2

"""Laws of grading many submissions, as far as they hold without grading one."""

import csv
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.batch import Order, Row, grade_all, names, notebooks, one, write_table
from autograder.errors import SubmissionError
from autograder.host import Host
from autograder.level import Level
from autograder.report import Answered, Environment, Flag, Handed, Result
from autograder.verdict import Status

TOP = Path("/class")
LAB = Path(__file__).parents[1] / "solutions" / "gpt"
RESULT = Result(
    lab="gpt",
    submission=Handed("ana.ipynb", "0" * 64, "Ana Ñuñez", 206684402, "20668440-2", True),
    score=1.5,
    max_score=6.0,
    pending=0.5,
    bonus=0.25,
    bonus_pending=0.0,
    mark=None,
    mark_range=(2.8, 3.3),
    questions={
        "d": Answered("Head", Status.PASSED, 1.5, 1.5, False, {}, (), ()),
        "f": Answered("Text", Status.MANUAL, None, 0.5, False, {}, (), ()),
    },
    answers={},
    cells=(),
    scaled=(),
    flags=(Flag("no_rut", "x"), Flag("no_name", "x"), Flag("no_rut", "y")),
    environment=Environment("cpu", Level.NONE, "0.1", "3.11", "2.6", {}, 1.0),
)
short = st.text("ab.-_!? 1", min_size=1, max_size=4).filter(lambda text: text.strip("."))
paths = st.lists(st.lists(short, min_size=1, max_size=3), min_size=1, max_size=8)


def table(rows, folder):
    """The class table of some rows, as a spreadsheet reads it."""
    write_table(rows, path := folder / "class.csv")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def row(**who):
    """A graded row whose author is as given."""
    return Row(Path("ana.ipynb"), "ana", replace(RESULT, submission=replace(RESULT.submission, **who)))


def test_a_folder_is_its_notebooks_sorted(tmp_path):
    """A folder stands for the notebooks in it and below, sorted, but for checkpoints and folders."""
    for name in ("b.ipynb", "a/c.ipynb", "a/.ipynb_checkpoints/c.ipynb", "x.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("")
    (tmp_path / "d.ipynb").mkdir()
    assert [str(path.relative_to(tmp_path)) for path in notebooks(tmp_path)] == ["a/c.ipynb", "b.ipynb"]


def test_a_file_stands_for_itself(tmp_path):
    """A path that is no folder stands for itself, whatever it is called."""
    assert notebooks(tmp_path / "missing.txt") == [tmp_path / "missing.txt"]


def test_an_empty_folder_is_said(tmp_path):
    """A folder without notebooks gives a fault that names it."""
    with pytest.raises(SubmissionError, match=str(tmp_path)):
        notebooks(tmp_path)


@settings(max_examples=300)
@given(paths)
def test_no_two_files_share_a_folder(parts):
    """Files of one run get names that differ, each one part of a path."""
    files = sorted({TOP.joinpath(*folders, f"{last}.ipynb") for *folders, last in parts})
    made = names(files, TOP)
    assert len({name.casefold() for name in made}) == len(files)
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
    made = names([TOP / file for file in files], TOP)
    assert len({name.casefold() for name in made}) == len(files)


def test_a_name_is_the_files_own():
    """A file keeps its own name where no other has it, and gets its folders in front where one does."""
    files = [TOP / "ana.ipynb", TOP / "1" / "lab.ipynb", TOP / "2" / "lab.ipynb"]
    assert names(files, TOP) == ["ana", "1-lab", "2-lab"]


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]"])
def test_a_file_that_cannot_be_graded_is_a_row(tmp_path, content):
    """A file that is no notebook becomes a row with one line of why, and writes nothing."""
    path = tmp_path / "ana.ipynb"
    if content is not None:
        path.write_bytes(content)
    seen = []
    rows = grade_all(path, Order(LAB, tmp_path / "out", Host()), 2, seen.append)
    assert rows == seen and (rows[0].path, rows[0].name, rows[0].result) == (path, "ana", None)
    assert rows[0].error and "\n" not in rows[0].error
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("language", "word"), [("es", "No existe"), ("en", "No file")])
def test_a_row_speaks_the_language_asked_for(tmp_path, language, word):
    """What went wrong is said in the language asked for."""
    text = 'id = "x"\ntitle = "X"\n[[questions]]\nid = "a"\ntitle = "A"\nkind = "code"\npoints = 1.0\n'
    (tmp_path / "lab.toml").write_text(text)
    assert one(tmp_path / "no.ipynb", "no", Order(tmp_path, tmp_path, Host(), language)).error.startswith(word)


def test_a_table_has_a_row_for_each_file(tmp_path):
    """The table holds a row for each file in order, the questions of any result as columns, and a blank for null."""
    first, second = table([row(), Row(Path("b.ipynb"), "b", None, "broken")], tmp_path)
    assert (first["file"], first["student"], first["rut"]) == ("ana.ipynb", "Ana Ñuñez", "20668440-2")
    assert (first["score"], first["mark"], first["mark_low"], first["mark_high"]) == ("1.5", "", "2.8", "3.3")
    assert (first["d"], first["f"], first["flags"], first["error"]) == ("1.5", "", "no_name no_rut", "")
    assert {key: value for key, value in second.items() if value} == {"file": "b.ipynb", "error": "broken"}


@pytest.mark.parametrize("sign", ["", "=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
@settings(deadline=None, max_examples=20)
@given(text=st.text(max_size=20), error=st.text(max_size=20))
def test_no_cell_begins_a_formula(tmp_path_factory, sign, text, error):
    """Whatever a student or a file is called, no cell of the table begins as a formula does."""
    named, failed = row(student=sign + text), Row(Path("x.ipynb"), "x", None, sign + error)
    write_table([named, failed], path := tmp_path_factory.mktemp("table") / "class.csv")
    with path.open(newline="", encoding="utf-8") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_a_file_name_that_is_no_text_is_written(tmp_path):
    """A file whose name is not UTF-8, as an old archive leaves it, does not cost the class its table."""
    (line,) = table([Row(Path(os.fsdecode(b"Mu\xf1oz.ipynb")), "x", None, "broken")], tmp_path)
    assert line["file"].startswith("Mu") and line["error"] == "broken"


def test_a_table_replaces_the_old_one_whole(tmp_path):
    """A new table takes the old one's place as a new file, and nothing else is left."""
    path = tmp_path / "new" / "class.csv"
    write_table([row()], path)
    os.link(path, tmp_path / "kept")
    old = path.read_bytes()
    write_table([], path)
    assert (tmp_path / "kept").read_bytes() == old != path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["class.csv"]

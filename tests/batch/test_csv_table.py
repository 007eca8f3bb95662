"""Laws of the table of a class."""

import csv
import os
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.batch.csv_table import write
from autograder.batch.row import Row
from autograder.people.person import Person
from autograder.results.question_result import QuestionResult
from autograder.results.result import Environment, Flag, Result, SubmissionInfo
from autograder.results.verdict import Status
from autograder.sandbox.level import Level

RESULT = Result(
    lab="gpt",
    submission=SubmissionInfo("ana.ipynb", "0" * 64, "Ana Ñuñez", 206684402, "20668440-2", True),
    score=1.5,
    max_score=6.0,
    pending=0.5,
    bonus=0.25,
    bonus_pending=0.0,
    mark=None,
    mark_range=(2.8, 3.3),
    questions={
        "d": QuestionResult("Head", Status.PASSED, 1.5, 1.5, False, {}, (), ()),
        "f": QuestionResult("Text", Status.MANUAL, None, 0.5, False, {}, (), ()),
    },
    answers={},
    cells=(),
    scaled=(),
    flags=(Flag("no_rut", "x"), Flag("no_name", "x"), Flag("no_rut", "y")),
    environment=Environment("cpu", Level.NONE, "0.1", "3.11", "2.6", {}, 1.0, ""),
)


def table(rows, folder):
    """The class table of some rows, as a spreadsheet reads it."""
    write(rows, path := folder / "class.csv")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def row(**who):
    """A graded row whose author is as given."""
    return Row("ana.ipynb", "ana", replace(RESULT, submission=replace(RESULT.submission, **who)))


def test_a_table_has_a_row_for_each_file(tmp_path):
    """The table holds a row for each file in order, the questions of any result as columns, and a blank for null."""
    first, second = table([row(), Row("b.ipynb", "b", None, "broken", Person("7", "Bea", "1-9"))], tmp_path)
    assert (first["file"], first["student"], first["rut"]) == ("ana.ipynb", "Ana Ñuñez", "20668440-2")
    assert (first["score"], first["mark"], first["mark_low"], first["mark_high"]) == ("1.5", "", "2.8", "3.3")
    assert (first["d"], first["f"], first["flags"], first["error"]) == ("1.5", "", "no_name no_rut", "")
    assert {key: value for key, value in second.items() if value} == {
        "file": "b.ipynb",
        "id": "7",
        "name": "Bea",
        "rut": "1-9",
        "error": "broken",
    }


@pytest.mark.parametrize("sign", ["", "=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
@settings(deadline=None, max_examples=20)
@given(text=st.text(max_size=20), error=st.text(max_size=20))
def test_no_cell_begins_a_formula(tmp_path_factory, sign, text, error):
    """Whatever a student or a file is called, no cell of the table begins as a formula does."""
    named, failed = (
        row(student=sign + text),
        Row(sign + text, "x", None, sign + error, Person(*[sign + text] * 5), (sign + text,)),
    )
    write([named, failed], path := tmp_path_factory.mktemp("table") / "class.csv")
    with path.open(newline="", encoding="utf-8") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    risky = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    harmless = re.compile(r"[+-]\d+(?:[.,]\d+)?\s*(?:[;,\t|)\]}].*)?", re.DOTALL)  # a number, alone or in a list
    assert not [cell for cell in risky if not harmless.fullmatch(cell)]


def test_a_file_name_that_is_no_text_is_written(tmp_path):
    """A file whose name is not UTF-8, as an old archive leaves it, does not cost the class its table."""
    (line,) = table([Row(os.fsdecode(b"Mu\xf1oz.ipynb"), "x", None, "broken")], tmp_path)
    assert line["file"].startswith("Mu") and line["error"] == "broken"


def test_a_table_replaces_the_old_one_whole(tmp_path):
    """A new table takes the old one's place as a new file, and nothing else is left."""
    path = tmp_path / "new" / "class.csv"
    write([row()], path)
    os.link(path, tmp_path / "kept")
    old = path.read_bytes()
    write([], path)
    assert (tmp_path / "kept").read_bytes() == old != path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["class.csv"]


def test_a_name_begins_no_formula_wherever_the_file_is_cut(tmp_path):
    """A spreadsheet that separates by semicolons finds no formula in a name either."""
    write([Row("a.ipynb", "a", None, "x", Person("7", "Ana;=1+1"))], path := tmp_path / "class.csv")
    assert ";=" not in path.read_text(encoding="utf-8")

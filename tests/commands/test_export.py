"""Laws of the command: from a real gradebook to a file, and one line for whatever is wrong."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from autograder.cli import build
from autograder.gradebook import book
from autograder.gradebook.runs import GradingRun
from autograder.messages import catalogue
from autograder.people.person import Person
from tests.export.conftest import lab, moodle_file, rows_of, stand

ANA, EVA = Person("101", "Ana Soto", "", "ana@uni.cl"), Person("102", "Eva; =1+1", "", "eva@uni.cl")
LAB = """
id = "mini"
title = "Laboratorio 2"
[[questions]]
id = "a"
title = "Vocabulario"
kind = "code"
points = 4.0
[[questions]]
id = "f"
title = "Cabezas"
kind = "written"
points = 2.0
"""


@pytest.fixture
def export(tmp_path, stand, monkeypatch):
    """Runs the command in a folder with a lab and a gradebook of two people, one of them not yet read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "lab.toml").write_text(LAB, encoding="utf-8")
    (tmp_path / "results").mkdir()
    graded = [stand(ANA, "ana.ipynb", a=4.0, f=1.0, z=0.0), stand(EVA, "eva.ipynb", a=2.0)]
    with book.open_gradebook(tmp_path / "results" / "gradebook.db") as opened:
        for record in graded:
            result = record.result
            opened.record(GradingRun("mini", "k", record.file, record.person, result, "", datetime.now(UTC)))
    app = build(catalogue("en"))
    return lambda *words: CliRunner().invoke(app, ["export", "--lab", "lab", *words])


def test_marks_come_out_of_the_gradebook(export, rows_of, tmp_path):
    """The table has everybody's marks, and nothing where a person must still read."""
    done = export("--format", "csv")
    assert (done.exit_code, done.stdout) == (0, "Written to results/export/mini.csv\n")
    rows = sorted(rows_of(tmp_path / "results" / "export" / "mini.csv"), key=lambda row: row["id"])
    assert [(row["name"], row["mark"], row["status"]) for row in rows] == [
        ("Ana Soto", "6", "graded"),
        ("Eva; '=1+1", "", "open"),
    ]


def test_a_site_gets_its_own_file_back(export, moodle_file, rows_of, tmp_path):
    """The site's file is filled, and what a person must know is said on stderr."""
    done = export("--format", "moodle", "--template", str(moodle_file([ANA, EVA])), "--out", "up.csv")
    assert done.exit_code == 0
    assert [row["Calificación"] for row in rows_of(tmp_path / "up.csv")] == ["6.0", ""]
    assert "the mark, one decimal" in done.stderr and "Eva; =1+1 (1)" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "canvas"), "makes a new assignment"),
        (("--format", "moodle"), "give the grading worksheet"),
        (("--format", "moodle", "--template", "none.csv"), "none.csv cannot be read"),
        (("--format", "csv", "--book", "none.db"), "none.db"),
        (("--format", "csv", "--out", "lab"), "lab is there already"),
        (("--format", "csv", "--out", "lab/lab.toml"), "lab.toml is there already"),
        (("--format", "gradescope", "--out", "lab"), "lab.toml is there already"),
    ],
)
def test_whatever_is_wrong_is_one_line(export, tmp_path, words, said):
    """The line names the thing; the exit code is 2, and nothing is written."""
    before = sorted(path for path in tmp_path.rglob("*") if path.suffix != ".db")
    done = export(*words)
    assert done.exit_code == 2
    assert said in done.stderr and done.stderr.count("\n") == 1
    assert sorted(path for path in tmp_path.rglob("*") if path.suffix != ".db") == before
    assert (tmp_path / "lab" / "lab.toml").read_text("utf-8") == LAB

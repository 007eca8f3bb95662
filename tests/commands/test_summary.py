"""Laws of the command: from a real gradebook to a page, and one line for whatever is wrong."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from autograder.cli import build
from autograder.gradebook import book
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.runs import GradingRun
from autograder.messages import catalogue
from autograder.people.person import Person
from tests.summary.conftest import answer, check, lab, reader, stand

ANA, EVA, ABSENT = Person("101", "Ana <b>Núñez</b>"), Person("102", "Eva 🎉, =1"), Person("103", "Zoë")
LAB = """
id = "mini"
title = "Laboratorio 2"
language = "es"
[[questions]]
id = "a"
title = "Atención"
kind = "code"
points = 2.0
[[questions]]
id = "f"
title = "Razones"
kind = "written"
points = 1.0
"""


@pytest.fixture
def summary(tmp_path, stand, lab, monkeypatch):
    """Runs the command in a folder with a lab and a gradebook of three people, one of them absent."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "lab.toml").write_text(LAB, encoding="utf-8")
    (tmp_path / "results").mkdir()
    when = datetime.now(UTC)
    with book.open_gradebook("results/gradebook.db") as opened:
        opened.enrol([ANA, EVA, ABSENT])
        opened.record(GradingRun("mini", "k", "x/ana.ipynb", ANA, stand(a=2.0, f=None).result, "", when))
        opened.record(GradingRun("mini", "k", "x/eva.ipynb", EVA, stand(a=0.5, f=None).result, "", when))
        opened.give(lab, "101", ManualPoints("f", 1.0, "Inés"), when)
    app = build(catalogue("en"))
    return lambda *words: CliRunner().invoke(app, ["summary", "--lab", "lab", *words])


def test_a_class_has_a_page(summary, reader, tmp_path):
    """The page is in the lab's language, counts what people gave, and JSON has the same numbers."""
    done = summary("--json", "out/class.json")
    assert (done.exit_code, done.stdout) == (0, "Written to results/class.html\nWritten to out/class.json\n")
    read = reader((tmp_path / "results" / "class.html").read_text("utf-8"))
    assert dict(read.tags)["html"]["lang"] == "es"
    assert "3 estudiantes: 1 con nota, 1 con nota abierta, 0 sin corregir por un error, 1 no" in read.text
    assert [row[:2] for row in read.rows("ordinary")] == [["Eva 🎉, =1, 102", "x/eva.ipynb"]]
    assert json.loads((tmp_path / "out" / "class.json").read_text("utf-8"))["marks"]["open"] == 1
    assert summary().exit_code == 0, "an earlier page is replaced"


def test_a_page_can_be_shown_in_class(summary, tmp_path):
    """With --anonymous neither the page nor the JSON has a name, a file or an id."""
    assert summary("--anonymous", "--json", "class.json").exit_code == 0
    for path in (tmp_path / "results" / "class.html", tmp_path / "class.json"):
        text = path.read_text("utf-8")
        assert not [word for word in ("Ana", "Eva", "Zo", "ipynb", "101", "102") if word in text]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--book", "nada.db"), "nada.db"),
        (("--out", "results/gradebook.db"), "gradebook.db"),
        (("--out", "lab"), "lab exists"),
        (("--out", "lab/lab.toml/x.html"), "lab.toml"),
        (("--json", "results/class.html"), "class.html"),
        (("--lab", "results"), "lab.toml"),
    ],
)
def test_what_cannot_be_is_one_line(summary, words, says, tmp_path):
    """Whatever is not there, or in the way, is one line that names it, and nothing is lost."""
    before = (tmp_path / "results" / "gradebook.db").read_bytes()
    assert summary().exit_code == 0
    done = summary(*words)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1 and says in done.stderr
    assert (tmp_path / "results" / "gradebook.db").read_bytes() == before

"""Laws of the command: from a class's unknown failures to an entry of the catalogue by which they are explained."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from autograder.cli import build
from autograder.gradebook import book
from autograder.gradebook.runs import GradingRun
from autograder.lab.declaration import load_lab
from autograder.lab.price_list import read_price_list
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.pricing import price_question, price_result
from autograder.results.verdict import Verdict
from tests.commands.test_summary import LAB
from tests.summary.conftest import answer, check, lab, stand


@pytest.fixture
def unexplained(tmp_path, stand, answer, check, lab, monkeypatch):
    """Runs the command in a folder with a lab and a gradebook of three who made one unknown mistake; with a pattern."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "lab.toml").write_text(LAB, encoding="utf-8")
    checks = (
        replace(check(Verdict.FAILED, "Se vio [3]."), score=0.0),
        replace(check(Verdict.PASSED, "", "test_b"), score=1.0),
    )
    wrong = price_question(lab.questions[0], answer("a", 1.0, None, checks), {})
    with book.open_gradebook("results/gradebook.db") as opened:
        for name in ("Ana", "Eva", "Zoë"):
            made = stand(file=f"{name}.ipynb", a=wrong).result
            run = GradingRun("mini", "k", f"x/{name}.ipynb", Person(name=name), made, "", datetime.now(UTC))
            opened.record(run)
    app = build(catalogue("en"))
    return lambda *words: CliRunner().invoke(app, ["unexplained", "--lab", "lab", *words]), wrong.unexplained.pattern


def test_a_group_becomes_an_entry_that_explains_it(unexplained, tmp_path):
    """The group is shown, drafted, described; then its students lose the entry's price instead of their checks."""
    run, pattern = unexplained
    assert pattern in run().stdout and "Ana · x/Ana.ipynb" in run(pattern).stdout
    done = run(pattern, "--write", "a_new")
    assert (done.exit_code, done.stdout.count("a_new")) == (0, 1) and "a_new" in run().stdout
    path = tmp_path / "lab" / "mistakes" / "a.toml"
    text = path.read_text(encoding="utf-8")
    assert "Se vio [3]." in text and "ipynb" not in text
    path.write_text(text.replace('= ""', '= "Nuevo."').replace("# price", "price"), encoding="utf-8")
    declared = load_lab(tmp_path / "lab")
    with book.open_gradebook("results/gradebook.db", create=False) as opened:
        results = [record.result for record in opened.records("mini")]
    priced = [price_result(result, declared, read_price_list(declared)).questions["a"] for result in results]
    assert [(q.score, [d.mistake for d in q.deductions], q.unexplained) for q in priced] == [(1.4, ["a_new"], None)] * 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("none",), "'none'"),
        (("{pattern}", "--question", "z"), "at a"),
        (("--write", "a_x"), "pattern"),
        (("--book", "nada.db"), "nada.db"),
    ],
)
def test_what_cannot_be_is_one_line(unexplained, words, says):
    """Whatever is not there is one line that names it."""
    run, pattern = unexplained
    done = run(*(word.format(pattern=pattern) for word in words))
    assert done.exit_code == 2 and len(done.stderr.strip().splitlines()) == 1 and says in done.stderr

"""Other prices as a teacher meets them in a terminal."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.batch import csv_table
from autograder.batch.result_files import graded_time, result_file, write_result_file
from autograder.batch.row import Row
from autograder.cli import build
from autograder.gradebook.book import open_gradebook
from autograder.gradebook.runs import GradingRun
from autograder.lab.declaration import load_lab
from autograder.lab.price_list import read_price_list
from autograder.messages import catalogue
from autograder.people.person import Person
from autograder.results.pricing import price_result
from autograder.results.question_result import NamedMistake
from autograder.results.result import parse_result, result_json
from autograder.results.verdict import Verdict
from tests.commands.test_gradebook import LAB, refused
from tests.gradebook.conftest import graded, result

MISTAKE = '[a_wrong]\nexplanation = "Mal."\nprice = {price}\nevidence = "se ve."\nanswer = "pass"\n'
SIGNATURES = {"a_wrong": {"checks": {"test_a_0": "failed"}, "fingerprint": ""}}
ANA = Person("12", "Ana Núñez")


@pytest.fixture
def priced(tmp_path: Path):
    """Sets what the lab's one mistake costs."""
    folder = tmp_path / "lab" / "mistakes"
    folder.mkdir(parents=True)
    (tmp_path / "lab" / "lab.toml").write_text(LAB, "utf-8")
    (tmp_path / "lab" / "signatures.json").write_text(json.dumps(SIGNATURES), "utf-8")
    return lambda price: (folder / "a.toml").write_text(MISTAKE.format(price=price), "utf-8")


@pytest.fixture
def typed(tmp_path: Path, priced, graded):
    """Types the command about a class in which Ana made the mistake when it cost 1.5 of 2 points."""
    priced(1.5)
    out, lab = tmp_path / "out", load_lab(tmp_path / "lab")
    run: GradingRun = graded(ANA, source="zip/ana.ipynb", a=1.0, f=None)
    answered = run.result.questions["a"]
    wrong = (replace(answered.checks[0], verdict=Verdict.FAILED, score=0.0), answered.checks[1])
    answered = replace(answered, checks=wrong, mistakes=(NamedMistake("a_wrong", "Mal.", ""),), score=0.5, earned=0.5)
    found = replace(run.result, questions=run.result.questions | {"a": answered})
    found = price_result(found, lab, read_price_list(lab))
    write_result_file(result_json(found), out, "ana")
    csv_table.write([Row("zip/ana.ipynb", "ana", found, person=ANA)], out / "grades.csv")
    with open_gradebook(out / "gradebook.db") as book:
        book.record(replace(run, result=found, time=graded_time(result_file(out, "ana"))))

    def run_command(*words: str) -> Result:
        command = ["reprice", *words, "--lab", str(lab.folder), "--out", str(out)]
        return CliRunner().invoke(build(catalogue("en")), command)

    return run_command


def test_prices_are_shown_and_then_applied(typed, priced, tmp_path: Path) -> None:
    """Shown, nothing is written; applied, gradebook, result and table have the new points, as if graded so."""
    path = result_file(tmp_path / "out", "ana")
    before, when = path.read_bytes(), path.stat().st_mtime_ns
    assert "No points move" in typed().stdout
    priced(0.5)
    done = typed()
    assert done.exit_code == 0, done.stderr
    assert "Ana Núñez" in done.stdout and "0.5 → 1.5" in done.stdout and "price of a_wrong: 1.5 → 0.5" in done.stdout
    assert "Students who move: 1 of 1 (+1 points)" in done.stdout and "Nothing was changed" in done.stdout
    assert path.read_bytes() == before
    assert "--author" in refused(typed("--apply"))
    done = typed("--apply", "--author", "Pedro")
    assert done.exit_code == 0 and "by Pedro" in done.stdout, done.stderr
    found = parse_result(path.read_bytes())
    assert found is not None and found.questions["a"].score == 1.5 and path.stat().st_mtime_ns == when
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["score"], line["a"], line["f"], line["name"]) == ("1.5", "1.5", "", "Ana Núñez")
    assert "No points move" in typed().stdout
    with open_gradebook(tmp_path / "out" / "gradebook.db") as book:
        assert book.records("x")[0].points("a") == 1.5
        events = len(book.history("12", "x"))
        book.record(GradingRun("x", "k", "zip/ana.ipynb", ANA, found, "", graded_time(path)))
        assert len(book.history("12", "x")) == events, "a later run finds the very result"


def test_a_file_of_the_same_name_of_another_class_moves_no_line(typed, priced, graded, tmp_path: Path) -> None:
    """Two sections in one gradebook may name their files alike: each table takes the points of its own files."""
    book, out = tmp_path / "out" / "gradebook.db", tmp_path / "out"
    ana = parse_result(result_file(out, "ana").read_bytes())
    assert ana is not None
    other = replace(ana, submission=replace(ana.submission, sha256="f" * 64))
    with open_gradebook(book) as opened:
        opened.record(replace(graded(Person("13", "Bea Díaz"), source="zip/ana.ipynb"), result=other))
    write_result_file(result_json(replace(ana, submission=replace(ana.submission, sha256="e" * 64))), out, "ana")
    before = (out / "grades.csv").read_bytes()
    priced(0.5)
    assert typed("--apply", "--author", "Pedro").exit_code == 0
    assert (out / "grades.csv").read_bytes() == before


def test_a_lab_without_prices_moves_nothing(typed, priced, tmp_path: Path) -> None:
    """Where no mistake has a price and none had one, a line says so."""
    (tmp_path / "lab" / "mistakes" / "a.toml").unlink()
    assert "a_wrong: 1.5 → –" in typed("--apply", "--author", "Pedro").stdout
    done = typed()
    assert done.stdout.splitlines() == [f"The mistakes of {tmp_path / 'lab'} have no prices: nothing moves."]

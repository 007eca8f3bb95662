"""Laws of the command: from a lab to one file, and one line for whatever is wrong."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import build
from autograder.messages import catalogue

LAB = str(Path(__file__).parents[1] / "attacks" / "lab")


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(build(catalogue("en")), ["bundle", *words])


def test_a_lab_becomes_a_file(bundle):
    """Without `--out` the file has the names of lab and site; a second time it is the same, byte for byte."""
    path = Path("build", "attacks-gradescope.zip")
    done = bundle(LAB, "--for", "gradescope")
    assert (done.exit_code, done.stdout) == (0, f"Written to {path}\n"), done.output
    first = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        assert {"setup.sh", "run_autograder", "requirements.txt", "not_graded.json"} <= set(opened.namelist())
    assert bundle(LAB, "--for", "gradescope").exit_code == 0
    assert path.read_bytes() == first


def test_what_was_asked_for_is_in_it(bundle):
    """The minutes that the site gives and the index for pip go into the scripts."""
    done = bundle(LAB, "--for", "gradescope", "--out", "x.zip", "--minutes", "40", "--index", "https://example.org/cpu")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("x.zip") as opened:
        assert b" 2340 " in opened.read("run_autograder")
        assert b"https://example.org/cpu" in opened.read("requirements.txt")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--for", "gradescope"), "No lab in nowhere"),
        ((LAB, "--for", "gradescope", "--minutes", "1"), "2 minutes or more"),
        ((LAB, "--for", "gradescope", "--out", "notes.txt"), "notes.txt"),
    ],
)
def test_what_is_wrong_is_one_line(bundle, words, said):
    """A fault is one line on stderr and exit code 2, and nothing is written."""
    Path("notes.txt").write_text("mine", encoding="utf-8")
    done = bundle(*words)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1 and said in done.stderr
    assert [path.name for path in Path().iterdir()] == ["notes.txt"] and Path("notes.txt").read_text() == "mine"


def test_an_unknown_site_is_named(bundle):
    """A site that there is no bundle for is refused, with those that there are."""
    done = bundle(LAB, "--for", "canvas")
    assert done.exit_code == 2 and "gradescope" in done.output

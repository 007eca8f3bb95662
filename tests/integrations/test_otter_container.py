"""Laws of grading in otter's containers: whatever otter makes of a submission, its two files are there, and right."""

import json
import math
import os
import pickle
import subprocess
import sys
import zipfile

import pytest
from otter.test_files import GradingResults

from autograder.integrations import otter_bundle, otter_container


@pytest.fixture
def laid_out(bundle, tmp_path):
    """Lays out what a container of `otter grade` holds, with these files handed in."""

    def lay(files):
        root = tmp_path / "autograder"
        for name in ("submission", "results", "source"):
            (root / name).mkdir(parents=True)
        (root / "submission_metadata.json").touch()
        for name, content in files.items():
            (root / "submission" / name).write_bytes(content)
        with zipfile.ZipFile(bundle) as opened:
            opened.extractall(root / "source")
        return root

    return lay


def left(root):
    """What is left in otter's two files."""
    table = json.loads((root / "results" / "results.json").read_bytes())
    results = pickle.loads((root / "results" / "results.pkl").read_bytes())
    assert type(results) is GradingResults
    return table, results


@pytest.mark.submissions
def test_a_container_grades(laid_out, answered):
    """`run_otter.py` grades through otter, although the image of `otter grade` has metadata that otter cannot read."""
    root = laid_out({"entrega.ipynb": answered()})
    command = [sys.executable, str(root / "source" / "run_otter.py")]
    done = subprocess.run(command, cwd=root.parent, capture_output=True, encoding="utf-8", timeout=300, check=False)
    table, results = left(root)
    assert done.returncode == 0, done.stderr
    assert "PLUGIN REPORT" in done.stdout  # otter did its part
    assert {test["number"]: test.get("score") for test in table["tests"]} == {"a": 1.0, "b": 0.0, "c": None, "d": 0.5}
    assert results.get_score("a") == 1.0
    assert (root / "submission" / "entrega.ipynb").is_file()  # `otter grade` copies it out, and gives 0 where it cannot
    assert not root.stat().st_mode & 0o077


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"entrega.ipynb": b'{"cells": ['}, "entrega.ipynb"),
        ({"a.ipynb": b"{}", "b.ipynb": b"{}"}, "a.ipynb"),
        ({"a.pdf": b"%PDF"}, "a.pdf"),
        ({}, ""),
    ],
)
def test_what_otter_refuses_is_no_0(laid_out, monkeypatch, files, why):
    """What otter ends on with a score of 0 has none, and its author is told what is wrong with what was handed in."""
    root = laid_out(files)
    monkeypatch.chdir(root)
    otter_container.run_otter_container(root)
    table, results = left(root)
    assert not [test for test in (table, *table["tests"]) if "score" in test]
    assert why in table["output"]
    assert "__init__.py" not in table["output"]
    assert math.isnan(results.total)
    assert list(results.results) == ["a", "b", "c", "d"]


def test_what_otter_cannot_begin_with_is_graded_all_the_same(laid_out, answered, monkeypatch):
    """A notebook whose author has made otter stumble over a file beside it is graded without otter."""
    root = laid_out({"entrega.ipynb": answered(), "tests": b"no folder"})
    monkeypatch.chdir(root)
    otter_container.run_otter_container(root)
    table, results = left(root)
    assert {test["number"]: test.get("score") for test in table["tests"]} == {"a": 1.0, "b": 0.0, "c": None, "d": 0.5}
    assert results.get_score("d") == 0.5


def test_a_link_is_nobodys_work(laid_out, answered, monkeypatch):
    """A link that was handed in is not followed: what it leads to is not what its author has written."""
    root = laid_out({})
    (root / "source" / "other.ipynb").write_bytes(answered())
    (root / "submission" / "entrega.ipynb").symlink_to(root / "source" / "other.ipynb")
    monkeypatch.chdir(root)
    otter_container.run_otter_container(root)
    table, _ = left(root)
    assert not [test for test in (table, *table["tests"]) if "score" in test]


def test_what_was_stopped_is_no_0(laid_out, answered, monkeypatch):
    """Results say from the start that grading did not finish; whatever ends it later leaves that."""

    def ended(root):
        os.chdir(root)
        raise SystemExit(143)

    root = laid_out({"entrega.ipynb": answered()})
    monkeypatch.chdir(root)
    monkeypatch.setattr(otter_container, "run_otter", ended)
    with pytest.raises(SystemExit):
        otter_container.run_otter_container(root)
    table, results = left(root)
    assert not [test for test in (table, *table["tests"]) if "score" in test]
    assert "no alcanzó a terminar" in table["output"]
    assert math.isnan(results.total)


def test_without_a_lab_there_is_still_no_0(laid_out, answered, monkeypatch):
    """Where the archive with the lab cannot be read, results say so to staff, and have no score."""
    root = laid_out({"entrega.ipynb": answered()})
    (root / "source" / otter_bundle.ARCHIVE).write_bytes(b"PK")
    monkeypatch.chdir(root)
    otter_container.run_otter_container(root)
    table, results = left(root)
    assert [test["visibility"] for test in table["tests"]] == ["hidden"]
    assert "BadZipFile" in table["tests"][0]["output"]
    assert "score" not in table
    assert math.isnan(results.total)

"""The command as its users meet it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.commands.terminal import language

ROOT = Path(__file__).parent.parent
LAB = str(ROOT / "solutions" / "gpt")


def autograder(*arguments: str, cwd: Path | None = None, speak: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder.cli", *arguments]
    environment = os.environ | {"AUTOGRADER_LANG": speak, "COLUMNS": "200"}
    return subprocess.run(command, cwd=cwd or ROOT, env=environment, capture_output=True, text=True, timeout=300)


def one_line(text: str) -> bool:
    return len(text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No file"),
        (b'{"cells": [', "breaks off"),
    ],
)
def test_a_bad_file_gives_one_clear_line(tmp_path: Path, content: bytes | None, says: str) -> None:
    """A file that is no notebook gives one line that names it and the fault, and exit code 2."""
    path = tmp_path / "entrega.ipynb"
    if content is not None:
        path.write_bytes(content)
    done = autograder("grade", str(path), "--lab", LAB, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert one_line(done.stderr)
    assert says in done.stderr
    assert "entrega.ipynb" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_gives_one_clear_line(tmp_path: Path) -> None:
    """A folder without notebooks is named, with exit code 2."""
    done = autograder("grade", str(tmp_path), "--lab", LAB)
    assert done.returncode == 2
    assert one_line(done.stderr)
    assert tmp_path.name in done.stderr


def test_a_folder_that_is_no_lab_gives_one_clear_line(tmp_path: Path) -> None:
    """A folder without lab.toml is named, in the language that was asked for."""
    for speak, says in (("en", "there is no lab.toml"), ("es", "falta lab.toml")):
        done = autograder("grade", "x.ipynb", "--lab", str(tmp_path), speak=speak)
        assert done.returncode == 2
        assert one_line(done.stderr)
        assert says in done.stderr


def test_the_schema_is_published() -> None:
    """`autograder schema` prints the JSON Schema that stands in docs/."""
    printed = json.loads(autograder("schema").stdout)
    assert printed["$schema"].startswith("https://json-schema.org")
    assert printed == json.loads((ROOT / "docs" / "result.schema.json").read_text(encoding="utf-8"))


def test_an_unknown_sample_is_named(tmp_path: Path) -> None:
    """A sample that the lab does not have is named."""
    done = autograder("samples", LAB, str(tmp_path), "z_nothing")
    assert done.returncode == 2
    assert "z_nothing" in done.stderr


@pytest.mark.slow
def test_a_folder_is_graded_whole(tmp_path: Path) -> None:
    """In a folder one bad file costs only itself: the others are graded, and the table has a row for each."""
    made = autograder("samples", LAB, str(tmp_path / "in"), "reference", "stub")
    assert made.returncode == 0
    (tmp_path / "in" / "broken.ipynb").write_text('{"cells": [')
    done = autograder("grade", "in", "--lab", LAB, "--out", "out", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "breaks off" in done.stderr
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {Path(row["file"]).stem: row for row in csv.DictReader(file)}
    assert rows["reference"]["score"] == "5.5"
    assert rows["reference"]["f"] == rows["reference"]["mark"] == ""
    assert rows["stub"]["score"] == "0.0"
    assert rows["broken"]["score"] == ""
    assert "breaks off" in rows["broken"]["error"]
    assert json.loads((tmp_path / "out" / "submissions" / "reference" / "result.json").read_text())["mark_range"] == [
        6.5,
        7.0,
    ]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8", "AUTOGRADER_LANG": "es"}, "es"),
        ({"LANG": "es_CL.UTF-8", "AUTOGRADER_LANG": "en"}, "en"),
    ],
)
def test_language(environ: dict[str, str], expected: str) -> None:
    """AUTOGRADER_LANG decides; else an English locale speaks English, and any other Spanish."""
    assert language(environ) == expected

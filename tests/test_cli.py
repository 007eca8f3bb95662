"""The command as its users meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.cli import build
from autograder.commands.terminal import language
from autograder.messages import catalogue

ROOT = Path(__file__).parent.parent
LAB = str(ROOT / "solutions" / "gpt")


def autograder(*arguments: str, speak: str = "en") -> Result:
    return CliRunner().invoke(build(catalogue(speak)), arguments)


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
    assert done.exit_code == 2
    assert one_line(done.stderr)
    assert says in done.stderr
    assert "entrega.ipynb" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_gives_one_clear_line(tmp_path: Path) -> None:
    """A folder without notebooks is named, with exit code 2."""
    done = autograder("grade", str(tmp_path), "--lab", LAB)
    assert done.exit_code == 2
    assert one_line(done.stderr)
    assert tmp_path.name in done.stderr


def test_a_folder_that_is_no_lab_gives_one_clear_line(tmp_path: Path) -> None:
    """A folder without lab.toml is named, in the language that was asked for."""
    for speak, says in (("en", "there is no lab.toml"), ("es", "falta lab.toml")):
        done = autograder("grade", "x.ipynb", "--lab", str(tmp_path), speak=speak)
        assert done.exit_code == 2
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
    assert done.exit_code == 2
    assert "z_nothing" in done.stderr


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

"""The README says what is true: its commands are run as they stand there."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from autograder.cli import build
from autograder.messages import catalogue

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FAILING = "pytest "  # the README says of this command that it fails


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)
    return [line for block in found for line in block.splitlines() if line.strip()]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_commands_are_those_of_the_program() -> None:
    """Every command of ours in the README is one that the program takes, with these options."""
    program = get_command(build(catalogue("en")))
    ours = [command.split()[1:] for command in blocks("sh") if command.startswith("autograder ")]
    assert len(ours) > 10
    for words in ours:
        context = program.make_context("autograder", words, resilient_parsing=False)
        command = program
        while hasattr(command, "resolve_command"):
            name, command, words = command.resolve_command(context, words)
            context = command.make_context(name, words, parent=context)


@pytest.mark.submissions
def test_commands_run_as_written(tmp_path: Path) -> None:
    """Every command of the README does what it says, in order; the release is byte for byte what is committed."""
    for name in ("solutions", "data", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "AUTOGRADER_LANG": "en"}
    for command in blocks("sh"):
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == (1 if command.startswith(FAILING) else 0), f"{command}\n{done.stdout}{done.stderr}"
    with (tmp_path / "results" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {Path(row["file"]).stem: row for row in csv.DictReader(file)}
    assert set(rows) == {"reference", "stub", "d_no_mask"}
    assert (rows["reference"]["score"], rows["stub"]["score"]) == ("5.5", "0.0")
    assert rows["reference"]["f"] == rows["reference"]["mark"] == ""
    reference = json.loads((tmp_path / "results" / "submissions" / "reference" / "result.json").read_bytes())
    assert reference["mark_range"] == [6.5, 7.0]
    questions = reference["questions"]
    under_otter = json.loads((tmp_path / "build" / "results.json").read_bytes())
    assert {test["number"]: test.get("score") for test in under_otter["tests"]} == {
        id: answered["score"] for id, answered in questions.items()
    }, "otter with our plugin finds what this grader finds"
    assert "score" not in under_otter, "the grade is open, which is not 0"
    assert contents(tmp_path / "assignment") == contents(ROOT / "assignment"), "assignment/ is not what release builds"


def test_make_targets_exist() -> None:
    """Every make command of the README is a target of the Makefile."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = [line.split()[1] for line in blocks("") if line.startswith("make ")]
    assert named
    assert set(named) <= targets

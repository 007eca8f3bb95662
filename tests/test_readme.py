"""The README says what is true: its commands are run as they stand there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FAILING = "pytest "  # the README says of this command that it fails


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)
    return [line for block in found for line in block.splitlines() if line.strip()]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_commands_run_as_written(tmp_path: Path) -> None:
    """Every command of the README does what it says, in order; the release is byte for byte what is committed."""
    for name in ("solutions", "data", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "AUTOGRADER_LANG": "en"}
    for command in blocks("sh"):
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == (1 if command.startswith(FAILING) else 0), f"{command}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "results" / "submissions" / "reference" / "result.json").is_file()
    assert (tmp_path / "results" / "grades.csv").is_file()
    questions = json.loads((tmp_path / "results" / "submissions" / "reference" / "result.json").read_bytes())[
        "questions"
    ]
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

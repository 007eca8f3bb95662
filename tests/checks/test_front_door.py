"""Laws of the one place from which hidden checks import."""

import ast
from pathlib import Path

from autograder import checks

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in (ROOT / "solutions" / "gpt" / "checks", ROOT / "tests" / "attacks" / "lab" / "checks")
    for path in folder.rglob("*.py")
)
INNER = {"client", "session", "conversation"}  # what a student and a handle ask through


def imported(tree):
    """The dotted names of the modules that a file imports from elsewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_checks_use_the_front_door_alone():
    """A check imports nothing of the engine but `autograder.checks`, and asks the student by plain verbs."""
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        assert {name for name in imported(tree) if name.split(".")[0] == "autograder"} <= {"autograder.checks"}, path
        inner = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in INNER]
        assert not inner, path


def test_what_a_check_may_use_is_documented():
    """Every export has a docstring of full sentences, and stands in the guide for those who write checks."""
    guide = (ROOT / "docs" / "checks.md").read_text("utf-8")
    for name in checks.__all__:
        documented = getattr(checks, name).__doc__
        assert documented and documented.strip().splitlines()[0].endswith((".", ":", ";")), name
        assert f"`{name}`" in guide

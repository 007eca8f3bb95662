"""Laws of the catalogue of the GPT lab: whatever a diagnosis may name has a file that explains it."""

import re
from pathlib import Path

import pytest

from autograder.lab import known_answers
from autograder.lab.declaration import load_lab

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
CHECKS = {path.name: path.read_text("utf-8") for path in (GPT.folder / "checks").glob("*.py")}
WRITTEN = sorted({name for text in CHECKS.values() for name in re.findall(r'"([adegh]_[a-z][a-z0-9_]+)"', text)})
LOOPS = ("suspects.py", "optimizers.py", "wrong_gradients.py")
YIELDED = {name for file in LOOPS for name in re.findall(r'yield "([a-z_]+)"', CHECKS[file])}
YIELDED |= set(re.findall(r'"([a-z_]+) ?": ', CHECKS["wrong_gradients.py"].partition("TARGETS")[2]))
# a table of logits has one parameter, and is the same in both modes
NEVER = {"j": {"eval_mode", "optimizer_partial"}, "i": set()}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_in_a_diagnosis_is_one_of_the_catalogue(name: str) -> None:
    """Each mistake that a diagnosis writes out by its name is known, and belongs to the question of its letter."""
    known = known_answers.known(GPT, name)
    assert known is not None and known.question == name[0]


@pytest.mark.parametrize("question", ["i", "j"])
def test_a_name_of_a_loop_is_one_of_the_catalogue(question: str) -> None:
    """Each mistake of a training loop is known for both loops, where it can be made in both."""
    names = YIELDED - NEVER[question]
    assert len(names) > 20
    assert not [name for name in sorted(names) if known_answers.known(GPT, f"{question}_{name}") is None]


def test_the_catalogue_is_as_large_as_was_asked_for() -> None:
    """There are 120 mistakes at least, and 60 right answers in other styles."""
    kinds = [known.kind for known in known_answers.read_all(GPT)]
    assert kinds.count("mistake") >= 120 and kinds.count("variant") >= 60

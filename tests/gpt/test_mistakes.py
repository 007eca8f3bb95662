"""Laws of the catalogue of the GPT lab: whatever a diagnosis may name is there, and explained."""

import re
from pathlib import Path

import pytest

from autograder.checks import optimizers
from autograder.lab import mistakes, variants
from autograder.lab.declaration import load_lab

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
CHECKS = {path.name: path.read_text("utf-8") for path in (GPT.folder / "checks").glob("*.py")}
WRITTEN = sorted({name for text in CHECKS.values() for name in re.findall(r'"([adegh]_[a-z][a-z0-9_]+)"', text)})
LOOPS = (CHECKS["suspects.py"], CHECKS["wrong_gradients.py"], Path(optimizers.__file__).read_text("utf-8"))
YIELDED = {name for text in LOOPS for name in re.findall(r'yield "([a-z_]+)"', text)}
YIELDED |= set(re.findall(r'"([a-z_]+) ?": ', CHECKS["wrong_gradients.py"].partition("TARGETS")[2]))
NOTHING_TO_SHOW = {"j_not_trained"}  # where nothing trains there are no numbers
# a table of logits has one parameter, and is the same in both modes
NEVER = {"j": {"eval_mode", "optimizer_partial"}, "i": set()}


def test_a_name_in_a_diagnosis_is_one_of_the_catalogue() -> None:
    """Each mistake that a diagnosis writes out by its name is known, and belongs to the question of its letter."""
    known = {question: mistakes.of_question(GPT, question) for question in {name[0] for name in WRITTEN}}
    assert WRITTEN and not [name for name in WRITTEN if name not in known[name[0]]]


@pytest.mark.parametrize("question", ["i", "j"])
def test_a_name_of_a_loop_is_one_of_the_catalogue(question: str) -> None:
    """Each mistake of a training loop is known for both loops, where it can be made in both."""
    names = YIELDED - NEVER[question]
    assert len(names) > 20
    known = mistakes.of_question(GPT, question)
    assert not [name for name in sorted(names) if f"{question}_{name}" not in known]


def test_the_catalogue_is_as_large_as_was_asked_for() -> None:
    """There are 120 mistakes at least, over all questions with code, and 60 right answers in other styles."""
    known = mistakes.read(GPT)
    assert len(known) >= 120 and {mistake.question for mistake in known} == set("adeghij")
    assert len(variants.read(GPT)) >= 60


def test_every_mistake_says_what_shows_it() -> None:
    """A mistake has evidence in both languages, or goes under the name of one of the same question that has."""
    known = {mistake.name: mistake for mistake in mistakes.read(GPT)}
    for mistake in known.values():
        named = known[mistake.known_as]
        assert named.known_as == named.name and named.question == mistake.question
        assert named.evidence or mistake.name in NOTHING_TO_SHOW, mistake.name
        assert all(len(set(texts.values())) == 2 for texts in (mistake.explanation, named.evidence) if texts)

"""Laws of naming in words: what stands in the catalogue of mistakes is what the student reads."""

import dataclasses

import pytest

from autograder.grading import diagnosis
from autograder.results.question_result import NamedMistake
from autograder.results.verdict import Judgement, Suspect

MISTAKES = """
[a_thrice]
explanation = { es = "Triplica.", en = "It triples." }
evidence = { es = "multiplicaste por {factor}.", en = "you multiplied by {factor}." }
replace = "2 * x"
with = "3 * x"

[a_again]
explanation = "It triples in another way."
evidence = "you multiplied by {factor}."
named = "a_thrice"
base = "a_thrice"
replace = "3 * x"
with = "x + x + x"

[a_plain]
explanation = "It is wrong."
answer = "double = None"
"""


@pytest.fixture
def lab(tiny):
    """A lab that knows one mistake, another writing of it, and one without evidence."""
    made = tiny(test_a_x="")
    (made.folder / "mistakes").mkdir()
    (made.folder / "mistakes" / "a.toml").write_text(MISTAKES, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("language", "explanation", "evidence"),
    [("es", "Triplica.", "multiplicaste por 3."), ("en", "It triples.", "you multiplied by 3.")],
)
def test_a_mistake_is_explained_in_the_language_of_the_lab(lab, language, explanation, evidence):
    """The explanation and what shows it, with the student's own numbers, are those that its file gives."""
    lab = dataclasses.replace(lab, language=language)
    named, flags = diagnosis.texts(Judgement((), (Suspect("a", "a_thrice", {"factor": 3}),)), lab)
    assert named == {"a": (NamedMistake("a_thrice", explanation, evidence),)} and flags == []


def test_another_writing_goes_under_the_first_name(lab):
    """A mistake that says under which name it goes is reported by that name; without evidence there is none."""
    named, _ = diagnosis.texts(
        Judgement((), (Suspect("a", "a_again", {"factor": 3}), Suspect("a", "a_plain", {}))), lab
    )
    assert [(one.name, one.evidence) for one in named["a"]] == [
        ("a_thrice", "you multiplied by 3."),
        ("a_plain", ""),
    ]


@pytest.mark.parametrize(
    "suspect",
    [Suspect("a", "a_nothing", {}), Suspect("b", "a_thrice", {"factor": 3}), Suspect("a", "a_thrice", {})],
    ids=["no such mistake", "of another question", "a value is missing"],
)
def test_a_name_that_cannot_be_told_is_a_flag(lab, suspect):
    """A name that the catalogue does not have, or cannot put into words, is the lab's defect and a flag."""
    named, flags = diagnosis.texts(Judgement((), (suspect,)), lab)
    assert named == {} and [flag.key for flag in flags] == ["naming_failed"]
    assert suspect.name in flags[0].message


def test_a_broken_diagnosis_is_a_flag(lab):
    """What went wrong in a diagnosis is said to whoever reads the flags."""
    _, flags = diagnosis.texts(Judgement((), (), ("test_x: KeyError: 'y'",)), lab)
    assert [flag.key for flag in flags] == ["naming_failed"] and "test_x: KeyError" in flags[0].message

"""Laws of naming in words: what stands in the catalogue of mistakes is what the student reads."""

import dataclasses

import pytest

from autograder.grading import diagnosis
from autograder.results.result import Named
from autograder.results.verdict import Judgement, Suspect

MISTAKE = '''"""
question = "a"
es = "Triplica."
en = "It triples."
shows_es = "multiplicaste por {factor}."
shows_en = "you multiplied by {factor}."
"""
def double(x): return 3 * x
'''


@pytest.fixture
def lab(tiny):
    """A lab that knows one mistake in three files: itself, another writing of it, and one without evidence."""
    made = tiny(test_a_x="")
    folder = made.folder / "mistakes"
    folder.mkdir()
    second = MISTAKE.replace('question = "a"', 'question = "a"\nnamed = "a_thrice"')
    plain = "\n".join(line for line in MISTAKE.splitlines() if not line.startswith("shows"))
    for name, text in {"a_thrice": MISTAKE, "a_again": second, "a_plain": plain}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("language", "explanation", "evidence"),
    [("es", "Triplica.", "multiplicaste por 3."), ("en", "It triples.", "you multiplied by 3.")],
)
def test_a_mistake_is_explained_in_the_language_of_the_lab(lab, language, explanation, evidence):
    """The explanation and what shows it, with the student's own numbers, are those of the mistake's file."""
    lab = dataclasses.replace(lab, language=language)
    named, flags = diagnosis.texts(Judgement((), (Suspect("a", "a_thrice", {"factor": 3}),)), lab)
    assert named == {"a": (Named("a_thrice", explanation, evidence),)} and flags == []


def test_another_writing_goes_under_the_first_name(lab):
    """A file that says under which name it is known is reported by that name; without evidence there is none."""
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

"""Laws of Gradescope's results."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import characters, data, sampled_from
from hypothesis.strategies import text as texts

from autograder.export import gradescope
from autograder.export.grade_column import GradeScale
from autograder.export.request import GradeUnit
from autograder.messages import catalogue
from autograder.people.person import Person

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
LATER = {
    "visible": "after_published",
    "after_due_date": "after_published",
    "after_published": "after_published",
    "hidden": "hidden",
}
WHOLE = texts(characters(exclude_categories=["Cs"]))  # what UTF-8 can hold


@given(data=data(), unit=sampled_from(GradeUnit))
def test_what_is_not_known_has_no_score(lab, classes, data, unit):
    """No score is null or 0 for nothing: it is left out, and the sum is then hidden from students."""
    for record in data.draw(classes):
        made = gradescope.gradescope_results(record, GradeScale(lab, unit))
        assert (made is None) == (record.total(lab) is None)
        if made is None:
            continue
        read = json.loads(gradescope.gradescope_json(made))
        assert read.get("score") == GradeScale(lab, unit).of(record)
        assert "null" not in gradescope.gradescope_json(made).decode()
        for test, question in zip(read["tests"], lab.questions, strict=True):
            assert test.get("score") == record.points(question.id)
            assert test["max_score"] == question.points and test["visibility"] in VISIBILITIES
        hidden = any(test["visibility"] != "visible" for test in read["tests"])
        assert "score" in read or hidden


def test_students_read_what_failed_as_text(lab, stand):
    """The output of a question is what failed in it, as plain text; nothing of the checks' code is in it."""
    made = gradescope.gradescope_results(stand(a=1.0, f=2.0, z=0.0), GradeScale(lab, GradeUnit.POINTS))
    test = made["tests"][0]
    assert "La forma es (B, T). Se vio <2>. Pista: Mira T." in test["output"]
    assert test["output_format"] == made["output_format"] == "text"
    assert not any(secret in json.dumps(made) for secret in ("test_secreto", "Traceback", "roto"))
    assert made["execution_time"] == 12


@pytest.mark.parametrize(("declared", "waiting"), LATER.items())
def test_the_stricter_visibility_counts(lab, stand, declared, waiting):
    """A question is shown when the lab says; one that waits for a person is not shown before grades are published."""
    questions = tuple(replace(question, visibility=declared) for question in lab.questions)
    made = gradescope.gradescope_results(
        stand(a=1.0, z=0.0), GradeScale(replace(lab, questions=questions), GradeUnit.POINTS)
    )
    assert [test["visibility"] for test in made["tests"]] == [declared, waiting, declared]


@given(data=data(), declared=sampled_from(sorted(VISIBILITIES - {"visible"})))
def test_the_sum_does_not_tell_what_is_not_shown(lab, classes, data, declared):
    """Where a question is shown later or never, no text tells the sum, from which its points could be had."""
    later = replace(lab, questions=(*lab.questions[:-1], replace(lab.questions[-1], visibility=declared)))
    for record in data.draw(classes):
        made = gradescope.gradescope_results(record, GradeScale(later, GradeUnit.POINTS))
        assert made is None or made["output"] == catalogue(lab.language)("export.sum_later")


@given(told=WHOLE, details=WHOLE)
def test_what_was_not_graded_has_no_score(lab, told, details):
    """No question has a score, all wait, the student reads what is told, and only staff reads details."""
    table = json.loads(gradescope.gradescope_json(gradescope.ungraded_results(lab, told, details)))
    assert "score" not in table and not [test for test in table["tests"] if "score" in test]
    assert [test["visibility"] for test in table["tests"][: len(lab.questions)]] == ["after_published"] * 3
    staff = table["tests"][len(lab.questions) :]
    assert [(test["output"], test["visibility"]) for test in staff] == [(details, "hidden")] * bool(details)
    assert (table["output"], table["stdout_visibility"]) == (told, "hidden")


def test_everybody_has_a_folder_of_their_own(lab, stand):
    """A folder is named by what is known, is a safe name, and nobody's is another's."""
    people = [Person("../7"), Person("A"), Person("a"), Person(name="José"), Person()]
    files, notes = gradescope.gradescope_folder(
        [stand(p, a=1.0) for p in people] + [stand(error="x")], GradeScale(lab, GradeUnit.POINTS)
    )
    folders = [name.removesuffix("/results.json") for name in files]
    assert len({folder.casefold() for folder in folders}) == len(folders) == 5
    assert not any("/" in folder or folder.startswith(".") for folder in folders)
    assert "export.no_results" in {note.key for note in notes}

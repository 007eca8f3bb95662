"""Laws of Gradescope's results."""

import json

from hypothesis import given
from hypothesis.strategies import data, sampled_from

from autograder.export import gradescope
from autograder.export.scale import Scale
from autograder.export.wish import Unit
from autograder.person import Person

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


@given(data=data(), unit=sampled_from(Unit))
def test_what_is_not_known_has_no_score(lab, classes, data, unit):
    """No score is null or 0 for nothing: it is left out, and the sum is then hidden from students."""
    for standing in data.draw(classes):
        made = gradescope.results(standing, Scale(lab, unit))
        assert (made is None) == (standing.total(lab) is None)
        if made is None:
            continue
        read = json.loads(gradescope.encode(made))
        assert read.get("score") == Scale(lab, unit).of(standing)
        assert "null" not in gradescope.encode(made).decode()
        for test, question in zip(read["tests"], lab.questions, strict=True):
            assert test.get("score") == standing.points(question.id)
            assert test["max_score"] == question.points and test["visibility"] in VISIBILITIES
        hidden = any(test["visibility"] != "visible" for test in read["tests"])
        assert "score" in read or hidden


def test_students_read_what_failed_as_text(lab, stand):
    """The output of a question is what failed in it, as plain text; nothing of the checks' code is in it."""
    made = gradescope.results(stand(a=1.0, f=2.0, z=0.0), Scale(lab, Unit.POINTS))
    test = made["tests"][0]
    assert "La forma es (B, T). Se vio <2>. Pista: Mira T." in test["output"]
    assert test["output_format"] == made["output_format"] == "text"
    assert not any(secret in json.dumps(made) for secret in ("test_secreto", "Traceback", "roto"))
    assert made["execution_time"] == 12


def test_everybody_has_a_folder_of_their_own(lab, stand):
    """A folder is named by what is known, is a safe name, and nobody's is another's."""
    people = [Person("../7"), Person("A"), Person("a"), Person(name="José"), Person()]
    files, notes = gradescope.folder([stand(p, a=1.0) for p in people] + [stand(error="x")], Scale(lab, Unit.POINTS))
    folders = [name.removesuffix("/results.json") for name in files]
    assert len({folder.casefold() for folder in folders}) == len(folders) == 5
    assert not any("/" in folder or folder.startswith(".") for folder in folders)
    assert "export.no_results" in {note.key for note in notes}

"""Laws of a lab's declaration."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import LabError
from autograder.lab.declaration import Lab, Layout, Question, load_lab

QUESTION = '[[questions]]\nid = "a"\ntitle = "A"\nkind = "code"\npoints = 1.5\n'
HEAD = 'id = "x"\ntitle = "X"\n'
WHOLE = HEAD + QUESTION


def declared(folder, text):
    """Load a lab whose lab.toml holds a text."""
    (folder / "lab.toml").write_text(text, encoding="utf-8")
    return load_lab(folder)


def test_a_small_lab_is_a_lab(tmp_path):
    """An id, a title and one question are a whole declaration; the rest has defaults."""
    lab = declared(tmp_path, WHOLE)
    assert (lab.id, lab.max_score, lab.folder) == ("x", 1.5, tmp_path.resolve())
    assert lab.checks == tmp_path.resolve() / "checks"


def test_a_bonus_does_not_raise_the_maximum(tmp_path):
    """The maximum counts the questions that are not a bonus."""
    bonus = QUESTION.replace('"a"', '"b"') + "bonus = true\n"
    assert declared(tmp_path, WHOLE + bonus).max_score == 1.5


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (WHOLE + "colour = 1\n", "questions.0.colour"),
        ("colour = 1\n" + WHOLE, "colour"),
        (WHOLE + "[mark]\ntopp = 7.0\n", "mark.topp"),
        (WHOLE + "[scaling.caps]\niters = { most = 3 }\n", "scaling.caps.iters"),
        (WHOLE.replace('"code"', '"oral"'), "questions.0.kind"),
        (WHOLE.replace("1.5", '"many"'), "questions.0.points"),
        (WHOLE + 'visibility = "later"\n', "questions.0.visibility"),
        (WHOLE + "checked_points = 0.5\n", "questions.a.checked_points"),
        (WHOLE.replace('"code"', '"both"') + "checked_points = 1.6\n", "questions.a.checked_points"),
        (WHOLE.replace('"code"', '"both"') + "checked_points = -0.1\n", "questions.a.checked_points"),
        (HEAD, "questions"),
        (HEAD + "questions = []\n", "questions.id"),
        (QUESTION, "id"),
        (WHOLE + QUESTION, "questions.id"),
        ('folder = "/etc"\n' + WHOLE, "folder"),
        ('language = "tlh"\n' + WHOLE, "language"),
        (WHOLE + '[rules]\ncomments = "maybe"\n', "rules.comments"),
        (WHOLE + '[aliases]\nHead = "Kopf"\n', "aliases.Head"),
        (WHOLE + '[student]\nname = "("\n', "student.name"),
        (WHOLE + '[layout]\nmarker = "({id}"\n', "layout.marker"),
        (WHOLE + "[used_as]\nn_embd = ['LayerNorm({name}']\n", "used_as.n_embd"),
        (WHOLE + "[used_as]\nn_embd = ['LayerNorm']\n", "used_as.n_embd"),
        (WHOLE + '[layout]\nplaceholder = "["\n', "layout.placeholder"),
        (HEAD + 'unjudged = ["("]\n' + QUESTION, "unjudged"),
    ],
)
def test_a_wrong_key_is_named(tmp_path, text, key):
    """A key that is wrong, missing or unknown gives a LabError that names the file and the key."""
    with pytest.raises(LabError) as raised:
        declared(tmp_path, text)
    assert str(tmp_path / "lab.toml") in str(raised.value)
    assert f"'{key}" in str(raised.value)


def test_the_pattern_of_a_name_has_a_group(tmp_path):
    """A pattern for the name that captures nothing is refused when the lab is read."""
    with pytest.raises(LabError, match=r"student\.name"):
        declared(tmp_path, WHOLE + '[student]\nname = "nombre:.*"\n')


@pytest.mark.parametrize("visibility", ["visible", "after_due_date", "after_published", "hidden"])
def test_a_question_says_when_it_is_shown(tmp_path, visibility):
    """A question is shown at once unless the lab says otherwise, in one of the site's four words."""
    assert declared(tmp_path, WHOLE).questions[0].visibility == "visible"
    assert declared(tmp_path, f'{WHOLE}visibility = "{visibility}"\n').questions[0].visibility == visibility


def test_no_toml_is_said_with_the_place(tmp_path):
    """A file that is not TOML, or not text, gives a LabError that names it."""
    with pytest.raises(LabError, match=r"lab\.toml is not valid TOML.*line 1"):
        declared(tmp_path, "id = \n")
    (tmp_path / "lab.toml").write_bytes(b"id = '\xff'")
    with pytest.raises(LabError, match=r"lab\.toml is not valid TOML"):
        load_lab(tmp_path)


def test_no_lab_is_said(tmp_path):
    """A folder without lab.toml, and a folder that is not there, give a LabError that names them."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LabError, match=f"No lab in {folder}"):
            load_lab(folder)


def test_a_file_is_no_lab(tmp_path):
    """A file in place of a folder, and a folder in place of lab.toml, give a LabError."""
    (tmp_path / "file").write_text("")
    (tmp_path / "lab" / "lab.toml").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "lab"):
        with pytest.raises(LabError):
            load_lab(folder)


def test_an_unknown_question_is_named():
    """Asking for a question that is not declared names it and those that are."""
    lab = Lab("x", "X", (Question("a", "A", "code", 1.0), Question("b", "B", "code", 1.0)))
    assert lab.question("b").id == "b"
    with pytest.raises(LabError, match=r"'z'.*a, b"):
        lab.question("z")


@pytest.mark.parametrize(("kind", "checked", "manual"), [("code", 1, 0), ("written", 0, 1), ("both", 1, 1)])
def test_a_kind_says_who_judges(kind, checked, manual):
    """Code is judged by checks, writing by a person, and `both` by both."""
    question = Question("a", "A", kind, 1.0)
    assert (question.checked, question.manual) == (bool(checked), bool(manual))


def test_checks_give_what_the_lab_says():
    """The checks of a question are worth its points, or the part of a `both` question that the lab gives them."""
    assert Question("a", "A", "both", 1.0).points_of_checks == 1.0
    assert Question("a", "A", "both", 1.0, checked_points=0.4).points_of_checks == 0.4


@given(st.text(min_size=1).filter(lambda text: "\n" not in text and "\r" not in text))
def test_an_id_is_text_in_the_marker(id):
    """Whatever signs a question's id holds, its marker finds the line that opens with them."""
    assert Layout(marker=r"(?m)^>{id}\)").question(id).search(f"intro\n>{id}) text")


def test_spellings_begin_with_the_right_one():
    """The spellings of a name are itself and then its aliases."""
    lab = Lab("x", "X", (), aliases={"Head": ("Kopf", "Cabeza")})
    assert lab.spellings("Head") == ("Head", "Kopf", "Cabeza")
    assert lab.spellings("Other") == ("Other",)


def test_the_gpt_lab_is_worth_six():
    """The GPT lab's mandatory points add up to 6.0, and base plus points reaches the top of the scale."""
    lab = load_lab(Path(__file__).parents[2] / "solutions" / "gpt")
    assert lab.max_score == 6.0
    assert lab.mark.base + lab.max_score == lab.mark.top

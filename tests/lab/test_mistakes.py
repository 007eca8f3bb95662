"""Laws of mistakes as files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.lab.mistakes import Hunk

RIGHT = "explanation = 'Mal.'\nreplace = 'a'\nwith = 'b'\n"
HUNK = "explanation = 'Mal.'\n[[d_x.hunks]]\n"


def written(folder: Path, text: str) -> Path:
    """The file of question d with this text."""
    path = folder / "d.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mistake_takes_five_lines(tmp_path: Path) -> None:
    """A name, an explanation in the lab's language, and one piece exchanged for another are a mistake."""
    (mistake,) = mistakes.read_file(written(tmp_path, f"[d_x]\n{RIGHT}"), "es")
    assert (mistake.name, mistake.known_as, mistake.question) == ("d_x", "d_x", "d")
    assert mistake.explanation == {"es": "Mal.", "en": "Mal."} and mistake.evidence == {}
    assert mistake.hunks == (Hunk("a", "b"),) and mistake.answer == mistake.base == ""


def test_every_key_is_read(tmp_path: Path) -> None:
    """Evidence, further languages, another name, a base, several hunks and a whole answer are what the file says."""
    text = f"""
[d_x]
{RIGHT}
[d_y]
explanation = {{ es = "Mal.", en = "Wrong." }}
evidence.es = "por {{n}}"
evidence.en = "by {{n}}"
named = "d_x"
base = "d_x"
[[d_y.hunks]]
replace = "b"
with = "c"
[[d_y.hunks]]
replace = "d"
with = ""
[d_z]
explanation = "Mal."
answer = "x = 1"
"""
    _, several, whole = mistakes.read_file(written(tmp_path, text), "es")
    assert several.known_as == several.base == "d_x"
    assert several.explanation["en"] == "Wrong." and several.evidence == {"es": "por {n}", "en": "by {n}"}
    assert several.hunks == (Hunk("b", "c"), Hunk("d", ""))
    assert whole.answer == "x = 1" and whole.hunks == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[d_x\n", "not valid TOML"),
        (f"[no_x]\n{RIGHT}", "must begin with 'd_'"),
        ("d_x = 3\n", "a mistake is a table"),
        (f"[d_x]\n{RIGHT}explained = 'a'\n", "'explained' is not a key here; these are: explanation, price, evidence"),
        ("[d_x]\nreplace = 'a'\nwith = 'b'\n", "'explanation' is None"),
        ("[d_x]\nexplanation = ' '\nreplace = 'a'\nwith = 'b'\n", "'explanation' is ' '"),
        ("[d_x]\nexplanation.en = 'a'\nreplace = 'a'\nwith = 'b'\n", "'es' among them"),
        (f"[d_x]\n{RIGHT}evidence = ''\n", "'evidence' is ''"),
        (f"[d_x]\n{RIGHT}named = 3\n", "'named' is 3"),
        (f"[d_x]\n{RIGHT}named = 'd_gone'\n", "d.toml has no mistake of that name"),
        (f"[d_x]\n{RIGHT}answer = 'x = 1'\n", "Here there is: answer, replace, with"),
        (f"[d_x]\n{RIGHT}hunks = []\n", "Here there is: replace, with, hunks"),
        ("[d_x]\nexplanation = 'Mal.'\n", "Here there is: -"),
        ("[d_x]\nexplanation = 'Mal.'\nbase = 'd_y'\n", "Here there is: base"),
        ("[d_x]\nexplanation = 'Mal.'\nbase = 'd_y'\nanswer = 'x'\n", "Here there is: base, answer"),
        ("[d_x]\nexplanation = 'Mal.'\nanswer = 'x'\nwith = 'y'\n", "Here there is: answer, with"),
        ("[d_x]\nexplanation = 'Mal.'\nanswer = ' '\n", "'answer' is ' '"),
        ("[d_x]\nexplanation = 'Mal.'\nreplace = 'a'\n", "Here there is: replace."),
        ("[d_x]\nexplanation = 'Mal.'\nreplace = ''\nwith = 'a'\n", "'replace' is ''"),
        (f"[d_x]\n{HUNK}replace = 'a'\n", "'with' is None"),
        (f"[d_x]\n{HUNK}replace = 'a'\nwith = 'b'\nat = 3\n", "'at' is not a key here; these are: replace, with"),
        ("[d_x]\nexplanation = 'Mal.'\nhunks = []\n", "'hunks' must be a list of tables"),
        ("[d_x]\nexplanation = 'Mal.'\nhunks = ['a']\n", "'hunks' must be a list of tables"),
    ],
)
def test_a_bad_mistake_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    """A table that is no mistake gives one LabError that names file, mistake and fault, in both languages."""
    path = written(tmp_path, text)
    with pytest.raises(LabError) as caught:
        mistakes.read_file(path, "es")
    assert says in str(caught.value)
    for message in (str(caught.value), caught.value.render("es")):
        assert str(path) in message and ("TOML" in message or "[d_x]" in message or "[no_x]" in message)


def test_a_file_of_no_question_is_named(tiny: Callable[..., Lab]) -> None:
    """A file belongs to a question of the lab; of a question without a file there are no mistakes."""
    lab = tiny()
    assert mistakes.read(lab) == () and mistakes.of_question(lab, "a") == {}
    (lab.folder / "mistakes").mkdir()
    written(lab.folder / "mistakes", f"[d_x]\n{RIGHT}")
    with pytest.raises(LabError, match=r"d\.toml: the lab has no question 'd'; it has a"):
        mistakes.read(lab)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A file that is not text gives a LabError with its path."""
    (tmp_path / "d.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(LabError, match=r"d\.toml cannot be read"):
        mistakes.read_file(tmp_path / "d.toml", "es")

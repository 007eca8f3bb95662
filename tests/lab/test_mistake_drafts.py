"""Laws of drafts: the catalogue keeps what it has, and a draft changes nothing before a person has described it."""

import tomllib

import pytest

from autograder.errors import LabError
from autograder.lab.declaration import Lab, Question
from autograder.lab.mistake_drafts import MistakeDraft, append_draft
from autograder.lab.price_list import read_price_list
from autograder.messages import catalogue

BEFORE = '# Ours, in our order.\n\n[d_old]  # since 2019\nexplanation = "Old."\npatterns = ["0ld"]\nprice = 0.5'
SAY = catalogue("es")
NASTY = ('"""\n[d_old]\nprice = 9', "\x00\x1b[31m\r\x85[d_x]\u2028[d_y] \ud83d")


@pytest.fixture
def lab(tmp_path):
    """A lab whose catalogue has one mistake, in a file that does not end its last line."""
    (tmp_path / "mistakes").mkdir()
    (tmp_path / "mistakes" / "d.toml").write_text(BEFORE, encoding="utf-8")
    return Lab("x", "X", (Question("d", "D", "code", 2.0), Question("e", "E", "code", 1.0)), folder=tmp_path)


@pytest.mark.parametrize("question", ["d", "e"])
def test_a_draft_is_appended_and_changes_nothing(lab, question):
    """What stands in the file stays byte for byte; what a student wrote is a comment; nothing has the draft's price."""
    before = read_price_list(lab)
    path = append_draft(MistakeDraft(f"{question}_new", question, "4f3a", NASTY), lab, SAY)
    text = path.read_text(encoding="utf-8")
    assert question == "e" or text.startswith(BEFORE)
    assert tomllib.loads(text)[f"{question}_new"] == {"explanation": "", "patterns": ["4f3a"]}
    assert read_price_list(lab) == before and set(tomllib.loads(text)) <= {"d_old", f"{question}_new"}


def test_a_described_draft_has_a_price_and_an_undescribed_one_cannot(lab):
    """With a price it must say what is wrong; then failures of its pattern cost it."""
    path = append_draft(MistakeDraft("d_new", "d", "4f3a"), lab, SAY)
    priced = path.read_text(encoding="utf-8").replace('# price = "partial"', 'price = "slight"')
    path.write_text(priced, encoding="utf-8")
    with pytest.raises(LabError, match=r"d_new.*explanation"):
        read_price_list(lab)
    path.write_text(priced.replace('explanation = ""', 'explanation = "New."'), encoding="utf-8")
    found = read_price_list(lab).of("d")["d_new"]
    assert (found.points, found.patterns, found.explanation) == (0.2, ("4f3a",), "New.")


@pytest.mark.parametrize(
    ("name", "pattern"), [("d_old", "4f3a"), ("e_new", "4f3a"), ("d_ñ", "4f3a"), ("d_new] #", "4f3a"), ("d_new", "0ld")]
)
def test_what_cannot_be_an_entry_is_refused(lab, name, pattern):
    """A name that is taken, another question's or no name, and a pattern that has a name, leave the file as it is."""
    with pytest.raises(LabError):
        append_draft(MistakeDraft(name, "d", pattern), lab, SAY)
    assert (lab.folder / "mistakes" / "d.toml").read_text(encoding="utf-8") == BEFORE

"""Laws of signatures: what an audit saw is kept, and told to be old once answers or checks are others."""

from collections.abc import Callable

import pytest

from autograder.errors import LabError
from autograder.lab import mistakes
from autograder.lab.declaration import Lab
from autograder.lab.price_list import outdated_line, read_price_list
from autograder.lab.signatures import outdated, read_signatures, signatures_path, write_signatures
from autograder.messages import catalogue

KNOWN = """
[a_x]
explanation = "X."
price = "serious"
answer = "x = 1"

[a_y]
explanation = "Y."
named = "a_x"
answer = "x = 2"

[a_z]
explanation = "Z."
price = 0.25
patterns = ["p"]
"""


@pytest.fixture
def lab(tiny: Callable[..., Lab]) -> Lab:
    """A lab with two priced mistakes, one of which has an answer in two forms, and one a pattern alone."""
    made = tiny(test_a_x="")
    folder = made.folder / "mistakes"
    folder.mkdir()
    (folder / "a.toml").write_text(KNOWN, encoding="utf-8")
    return made


def test_forms_of_a_mistake_explain_what_any_of_them_fails(lab: Lab) -> None:
    """What goes under one name has one price, and explains the failed checks of all its forms."""
    write_signatures(lab, {"a_x": {"test_one": "failed"}, "a_y": {"test_two": "student_error"}}, mistakes.read(lab))
    prices = read_price_list(lab).of("a")
    assert prices["a_x"].explains == {("test_one", "failed"), ("test_two", "student_error")}
    assert prices["a_x"].points == lab.question("a").points * 0.6 and prices["a_z"].patterns == ("p",)


def test_a_record_is_old_once_checks_or_answers_are_others(lab: Lab) -> None:
    """Each mistake has a fingerprint of its own; prices and explanations are no part of it."""
    known = mistakes.read(lab)
    assert outdated(lab, known, read_signatures(lab)) == ["a_x", "a_y"]
    write_signatures(lab, {"a_x": {}, "a_y": {}}, known)
    path = lab.folder / "mistakes" / "a.toml"
    path.write_text(KNOWN.replace("serious", "slight").replace("X.", "Y."), encoding="utf-8")
    assert outdated(lab, mistakes.read(lab), read_signatures(lab)) == []
    assert outdated_line(lab, catalogue("en")) == ""
    path.write_text(KNOWN.replace("x = 2", "x = 3"), encoding="utf-8")
    assert outdated(lab, mistakes.read(lab), read_signatures(lab)) == ["a_y"]
    line = outdated_line(lab, catalogue("en"), {"a_x"})
    assert line == outdated_line(lab, catalogue("en")) and f"audit {lab.folder} a_y --record" in line
    assert outdated_line(lab, catalogue("en"), {"a_z"}) == ""
    next(lab.checks.glob("test_a_*.py")).write_text("# another", encoding="utf-8")
    assert outdated(lab, mistakes.read(lab), read_signatures(lab)) == ["a_x", "a_y"]


def test_a_record_is_old_once_the_answer_below_is_another(lab: Lab) -> None:
    """What is made from another mistake's answer changes with it."""
    path = lab.folder / "mistakes" / "a.toml"
    based = f'{KNOWN}\n[a_w]\nexplanation = "W."\nbase = "a_x"\nreplace = "1"\nwith = "3"\n'
    path.write_text(based, encoding="utf-8")
    known = mistakes.read(lab)
    write_signatures(lab, {mistake.name: {} for mistake in known}, known)
    path.write_text(based.replace("x = 1", "x = 1 + 0"), encoding="utf-8")
    assert outdated(lab, mistakes.read(lab), read_signatures(lab)) == ["a_x", "a_w"]


def test_a_part_of_an_audit_adds_to_the_record(lab: Lab) -> None:
    """What was not tried keeps its signature, and a mistake that is gone loses it."""
    known = mistakes.read(lab)
    write_signatures(lab, {"a_x": {"test_one": "failed"}, "a_gone": {}}, known)
    write_signatures(lab, {"a_y": {"test_two": "failed"}}, known)
    assert {name: found.checks for name, found in read_signatures(lab).items()} == {
        "a_x": {"test_one": "failed"},
        "a_y": {"test_two": "failed"},
    }


def test_a_price_above_the_question_is_refused(lab: Lab) -> None:
    """More than the whole question is a slip of the pen, and told with both numbers."""
    path = lab.folder / "mistakes" / "a.toml"
    path.write_text(KNOWN.replace("price = 0.25", "price = 12"), encoding="utf-8")
    with pytest.raises(LabError, match=r"12.*worth 1 points"):
        read_price_list(lab)


def test_a_damaged_record_is_told_in_one_line(lab: Lab) -> None:
    """It names the file and the command that writes it anew, and that one does."""
    signatures_path(lab).write_text("{", encoding="utf-8")
    with pytest.raises(LabError, match=r"signatures\.json") as raised:
        read_signatures(lab)
    assert "\n" not in str(raised.value) and "--record" in str(raised.value)
    write_signatures(lab, {"a_x": {"test_one": "failed"}}, mistakes.read(lab))
    assert read_signatures(lab)["a_x"].checks == {"test_one": "failed"}

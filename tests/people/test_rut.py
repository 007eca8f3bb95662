"""Laws of RUTs: however one is written it is read as the same, and nothing else is read as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.people import rut
from autograder.people.identifiers import identifiers_of
from autograder.people.person import Person

bodies = st.integers(rut.BODIES.start, rut.BODIES.stop - 1)


def other_formula(body):
    """The check digit by the rule that Chilean forms use: a running sum with weights 9 to 4."""
    total, place = 1, 0
    while body:
        body, digit = divmod(body, 10)
        total = (total + digit * (9 - place % 6)) % 11
        place += 1
    return str(total - 1) if total else "K"


@given(bodies)
def test_the_check_digit_agrees_with_another_formula(body):
    """The check digit is what an independent formula gives."""
    assert rut.check_digit(body) == other_formula(body)


@pytest.mark.parametrize(("body", "digit"), [(20668440, "2"), (1000005, "K"), (11111111, "1"), (12345678, "5")])
def test_known_ruts_have_their_digit(body, digit):
    """Numbers whose check digit is known have it."""
    assert rut.check_digit(body) == digit


def test_the_ruts_of_the_paper_are_read():
    """206684402 stands for 20.668.440-2, and a body whose digit is K stands for itself."""
    assert rut.from_number(206684402) == "20668440-2"
    assert rut.from_number(1000005) == "1000005-K"
    assert rut.from_number(1337) is None
    assert rut.from_number(206684403) is None


@given(bodies)
def test_what_a_student_writes_is_read(body):
    """Body and digit, or the body alone where the digit is K, are read as that RUT."""
    digit = rut.check_digit(body)
    written = body if digit == "K" else body * 10 + int(digit)
    read = rut.from_number(written)
    assert read == f"{body}-{digit}" or (digit == "K" and read == f"{body // 10}-{body % 10}")


@given(bodies, st.integers(0, 9))
def test_a_wrong_digit_is_not_read(body, digit):
    """A number that ends in another digit than its body's is not read as that body's RUT."""
    if str(digit) != rut.check_digit(body):
        read = rut.from_number(body * 10 + digit)
        assert read is None or read.endswith("-K")


@given(st.integers())
def test_any_number_is_read_or_not(seed):
    """Whatever number is a seed, it is no RUT or one with its right digit."""
    if found := rut.from_number(seed):
        body, digit = found.split("-")
        assert int(body) in rut.BODIES and other_formula(int(body)) == digit


@given(bodies)
def test_every_spelling_is_the_same_rut(body):
    """Dots, spaces, hyphens, leading zeros and a small k change nothing, for a file and for the book."""
    digit = rut.check_digit(body)
    dotted = f" {body:,} - {digit}".replace(",", ".")
    for text in (dotted, f"{body}-{digit}", f"0{body}{digit.lower()}", f"{body}–{digit}"):
        assert rut.parse(text) == identifiers_of(Person(rut=text))["rut"] == f"{body}-{digit}"


def test_a_bare_body_is_no_rut():
    """A number without its check digit is nobody's RUT, neither on a roster nor in the book."""
    assert rut.parse("20668440") is None
    assert "rut" not in identifiers_of(Person(rut="20668440"))

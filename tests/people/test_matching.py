"""Laws of when two descriptions are one person's: the same for the roster, the exports and the gradebook."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis.strategies import composite, integers, lists, permutations, sampled_from

from autograder.export.matching import SiteRow, match_rows
from autograder.people import rut
from autograder.people.conflicts import Claim
from autograder.people.identifiers import identifiers_of, matching_kind
from autograder.people.matching import Matcher
from autograder.people.names import may_be_one_name
from autograder.people.person import Person
from autograder.results.record import StudentRecord

WORDS = ("Ana", "María", "Núñez", "Soto", "Peña", "José", "Ibáñez")


@composite
def spellings(draw):
    """A name, and the same written by another hand: accents, separators, order and case of its own."""
    name = draw(lists(sampled_from(WORDS), min_size=2, max_size=4, unique=True))
    other = draw(sampled_from([" ", "_", ", ", "  "])).join(draw(permutations(name)))
    other = draw(sampled_from([str, str.upper, str.lower]))(other)
    form = draw(sampled_from(["NFC", "NFD", "plain"]))
    if form == "plain":
        return " ".join(name), "".join(c for c in unicodedata.normalize("NFD", other) if not unicodedata.combining(c))
    return " ".join(name), unicodedata.normalize(form, other)


@given(spellings())
def test_any_spelling_of_a_name_is_one_person_everywhere(spelling):
    """Accents, underscores, commas, order and case make nobody another person, for roster, export and book alike."""
    name, other = spelling
    person = Person(name=name)
    assert Matcher((person,)).match([Claim("a", Person(name=other))]).people == {"a": person}
    assert list(match_rows([SiteRow(0, name=other)], [StudentRecord(person)]).records) == [0]
    known = {kind: {value} for kind, value in identifiers_of(person).items()}
    assert matching_kind(known, identifiers_of(Person(name=other)), None) == "name"


@given(integers(1_000_000, 99_999_999))
def test_the_body_of_a_rut_is_no_rut(body):
    """Digits without a check digit find nobody by RUT; with it they do, and so they do where they are the id."""
    whole = f"{body}-{rut.check_digit(body)}"
    bare = str(body)
    assume(rut.parse(bare) != whole)
    person = Person(name="Ana Soto", rut=whole)
    assert not Matcher((person,)).match([Claim("a", Person(id=bare))]).people
    assert not match_rows([SiteRow(0, (bare,))], [StudentRecord(person)]).records
    assert matching_kind({"rut": {whole}}, identifiers_of(Person(rut=bare)), None) is None
    assert Matcher((person,)).match([Claim("a", Person(id=whole))]).people == {"a": person}
    assert list(match_rows([SiteRow(0, (whole,))], [StudentRecord(person)]).records) == [0]
    listed = Person(id=bare)
    assert Matcher((listed,)).match([Claim("a", Person(id=bare))]).people == {"a": listed}


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("Ana Soto", "Soto P., Ana", True),
        ("sotoana", "Ana Soto", True),
        ("", "Ana Soto", True),
        ("Eva Rojas", "Ana Soto", False),
        ("Julia Pérez", "Li Wang", False),
    ],
)
def test_names_without_a_word_in_common_contradict(one, other, may):
    """Two names contradict each other where no word of one is in the other; letters inside a word are no word."""
    assert may_be_one_name(one, other) is may
    assert may_be_one_name(other, one) is may

"""Laws of when two descriptions are one person's: the same for the roster, the exports and the gradebook."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis.strategies import composite, integers, lists, permutations, sampled_from

from autograder.export.matching import SiteRow, match_rows
from autograder.people import rut
from autograder.people.conflicts import Claim
from autograder.people.identifiers import identifiers_of, matching_kind
from autograder.people.identity import Identity
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


def test_names_that_share_the_given_ones_are_two_people() -> None:
    """A file with another's surname is not that of whoever has the same given names; that it may be is a doubt."""
    listed = Person(name="María José Díaz Rojas"), Person(name="Juan Pérez Soto")
    named = Matcher(listed).match([Claim("a", named="María José Pérez")])
    assert not named.people and [(each.kind, each.people) for each in named.conflicts] == [
        ("roster.namesakes", listed[:1])
    ]
    (josefa,) = alone = (Person(name="María José Díaz Rojas"),)
    for text in ("María José Quiroga", "lab2_maria_jose_quiroga", "Quiroga Tapia, María José", "MARIA JOSE QUIROGA 2"):
        named = Matcher(alone).match([Claim("a", named=text)])
        assert not named.people and [each.people for each in named.conflicts] == [(josefa,)], text
        both = Matcher(alone).match([Claim("a", named=text), Claim("b", named=josefa.name)])
        assert both.people == {"b": josefa} and not both.conflicts, "what is another's holds nothing of hers"
    for text in (
        "María José", "Maria Jose D.", "Dias, María José", "Rojas Díaz María José", "lab María José mejorado",
        "Diaz_Maria_Jose_Lab2_final", "María José - Redes Complejas", "María José y Pedro Quiroga", "Ma José Díaz v2",
    ):  # fmt: skip
        assert Matcher(alone).match([Claim("a", named=text)]).people == {"a": josefa}, text
    for text in ("María José Díaz", "lab María José Díaz Rojas, con Pérez"):
        assert Matcher(listed).match([Claim("a", named=text)]).people == {"a": listed[0]}


@pytest.mark.parametrize("named", ["Ana", "ana_lab2", "Lab 2 - Soto", "asoto"])
def test_one_word_is_a_doubt_about_who_has_handed_in_nothing(named: str) -> None:
    """A file that is called by a part of a name is nobody's, and told as maybe that of those without one."""
    ana, eva = Person("1", "Ana Soto Díaz"), Person("2", "Eva Soto Ana")
    claims = [Claim("a", Person(name=named), named=named), Claim("b", Person("2"), True)]
    found = Matcher((ana, eva)).match(claims)
    assert found.people == {"b": eva} and [each.people for each in found.conflicts] == [(ana,)]
    signed = Claim("a", named=named, identity=Identity("Zoë Paz", (), None, False))
    assert not Matcher((ana, eva)).match([signed]).conflicts


def test_who_has_handed_in_alone_is_not_in_a_groups_file_too() -> None:
    """Where a site has a file of each, a group in the list and in the names holds nobody's mark back."""
    ana, luz, eva = Person("1", "Ana Soto"), Person("2", "Luz Paz"), Person("3", "Eva Rojas")
    claims = [Claim(f"Grupo 3-{each.name}", each, True, f"Grupo 3-{each.name}", sha256=each.id) for each in (ana, luz)]
    found = Matcher((ana, luz, eva), {"3": (ana, luz, eva)}).match(claims)
    assert not found.conflicts and {*found.people.values()} == {ana, luz} and found.absent == (eva,)

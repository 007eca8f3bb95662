"""Laws of identifiers: who is recognised, and who is not taken for another."""

import pytest
from hypothesis import given
from hypothesis.strategies import builds, characters, sampled_from, text

from autograder.people.identifiers import KINDS, LONGEST, SOURCE, file_identifier, identifiers_of, matching_kind
from autograder.people.names import is_telling_name, names_contradict
from autograder.people.person import Person

some = sampled_from(["", "1", "2"])
people = builds(
    Person,
    id=some,
    rut=sampled_from(["", "1000005-K", "11.111.111-1"]),
    email=sampled_from(["", "a@uni.cl", "b@uni.cl"]),
    name=sampled_from(["", "Ana Soto", "Benjamín O'Brien"]),
)


def known(person, *files):
    """What a book knows of a student who came once."""
    return {kind: {value} for kind, value in identifiers_of(person).items()} | ({SOURCE: set(files)} if files else {})


@pytest.mark.parametrize("rut", ["20.668.440-2", "206684402", "020668440-2", " 20 668 440 - 2 "])
def test_a_rut_is_one_however_it_is_spelt(rut):
    """Dots, dashes, spaces and leading zeros do not make another RUT; nor does a small k."""
    assert identifiers_of(Person(rut=rut))["rut"] == "20668440-2"
    assert identifiers_of(Person(rut="1000005-k")) == identifiers_of(Person(rut="1.000.005-K"))


@pytest.mark.parametrize("name", ["Soto Peña, Ana", "ANA SOTO PENA", "ana_soto  peña", "Ana Soto Pen\u0303a 🎉"])
def test_a_name_is_one_however_it_is_spelt(name):
    """Order, capitals, accents and punctuation around them do not make another name."""
    assert identifiers_of(Person(name=name)) == identifiers_of(Person(name="Ana Soto Peña"))


@given(people, people)
def test_the_strongest_sign_decides(one, other):
    """Who has another id, or with none another RUT, and so on, is another; who has the same is the same."""
    mine, theirs = identifiers_of(one), identifiers_of(other)
    shared = [kind for kind in KINDS if kind in mine and kind in theirs]
    found = matching_kind(known(one), theirs, None)
    if not shared or mine[shared[0]] != theirs[shared[0]]:
        assert found is None
    elif shared[0] == "name":
        assert found == "name"
    elif shared[0] == "id":
        whole = is_telling_name(one.name) and is_telling_name(other.name)
        assert found == (None if whole and names_contradict(one.name, other.name) else "id")
    else:
        clash = "name" in shared and mine["name"] != theirs["name"]
        assert found == (None if clash else shared[0])


def test_a_copied_seed_makes_nobody_another():
    """The same RUT under another name is another student; under a part of the name it is the same one."""
    ana = known(Person(rut="206684402", name="Ana María Soto"))
    assert matching_kind(ana, identifiers_of(Person(rut="20668440-2", name="Benjamín Díaz")), None) is None
    assert matching_kind(ana, identifiers_of(Person(rut="20668440-2", name="Soto, Ana")), None) == "rut"


def test_a_name_alone_puts_no_file_on_top_of_another():
    """A file whose owner is but a name goes to who has that name only where no other file of the lab came from them."""
    one, other, elsewhere = (file_identifier(lab, source) for lab, source in (("x", "1"), ("x", "2"), ("y", "1")))
    ana = Person(name="Ana Soto")
    assert matching_kind(known(ana), identifiers_of(ana), one) == "name"
    assert matching_kind(known(ana, one), identifiers_of(ana), one) == "name"
    assert matching_kind(known(ana, elsewhere), identifiers_of(ana), one) == "name"
    assert matching_kind(known(ana, one), identifiers_of(ana), other) is None


def test_a_file_is_known_again_where_nothing_else_is():
    """Where a file lay ties it to a student of whom nothing else is known, and to nobody with a name."""
    file = file_identifier("x", "export.zip/lab.ipynb")
    assert matching_kind({SOURCE: {file}}, {}, file) == SOURCE
    assert matching_kind({SOURCE: {file}}, identifiers_of(Person(id="1", name="Ana")), file) == SOURCE
    assert matching_kind(known(Person(id="1", name="Ana"), file), {}, file) is None
    assert matching_kind(known(Person(name="Ana"), file), identifiers_of(Person(name="Benjamín")), file) is None
    assert matching_kind({SOURCE: {file_identifier("y", "export.zip/lab.ipynb")}}, {}, file) is None


@given(text(characters(exclude_categories=()), min_size=1, max_size=3 * LONGEST))
def test_a_sign_fits_an_index(name):
    """Whatever somebody is called, there is a sign that a database takes, and none is empty."""
    for value in identifiers_of(Person(name=name)).values():
        assert 0 < len(value) <= max(LONGEST, 64)
        value.encode("utf-8")


def test_long_identifiers_stay_apart():
    """Two long names that begin alike are two."""
    assert identifiers_of(Person(id="é" * 300 + "1")) != identifiers_of(Person(id="é" * 300 + "2"))

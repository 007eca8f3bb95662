"""Laws of whose row is whose: a mark in the wrong row is worse than an empty cell."""

import pytest
from hypothesis import given
from hypothesis.strategies import builds, lists, sampled_from

from autograder.export.matching import SiteRow, match_rows
from autograder.people.person import Person
from autograder.results.record import StudentRecord

ANA = Person("7", "Ana Soto", "20668440-2", "ana@uni.cl")
JUAN = Person("8", "Juan Pérez", "", "juan@uni.cl")
OTHER = Person("9", "Juan Perez", "", "juan.2@uni.cl")
ids = sampled_from(["", "7", "8", "9"])
mails = sampled_from(["", "ana@uni.cl", "juan@uni.cl"])
names = sampled_from(["", "Ana Soto", "Pérez, Juan", "Eva Rojas"])
people = builds(Person, ids, names, email=mails)


def matched(person, *rows):
    """The rows that one person gets, and what is said."""
    matches = match_rows([SiteRow(index, *parts) for index, parts in enumerate(rows)], [StudentRecord(person)])
    return sorted(matches.records), {note.key.removeprefix("export.") for note in matches.notes}


@given(
    lists(builds(SiteRow, ids=ids.map(lambda id: (id,)), mail=mails, name=names, index=sampled_from([0])), max_size=5),
    lists(people, max_size=5),
)
def test_nobody_sits_twice_and_nobody_is_forgotten(drawn, persons):
    """A row has at most one record and a record one row; whoever has none is named, on either side."""
    rows = [SiteRow(index, s.ids, s.mail, s.name) for index, s in enumerate(drawn)]
    records = [StudentRecord(person, file=f"{n}.ipynb") for n, person in enumerate(persons)]
    matches = match_rows(rows, records)
    assert len({id(record) for record in matches.records.values()}) == len(matches.records)
    said = {note.key: str(dict(note.values)["names"]) for note in matches.notes}
    left = len(rows) - len(matches.records)
    unseated = [said.get(f"export.{key}", "(0)") for key in ("unclear", "only_theirs")]
    assert sum(int(text.rpartition("(")[2][:-1]) for text in unseated) == left
    ours = said.get("export.only_ours", "(0)")
    assert int(ours.rpartition("(")[2][:-1]) == len(records) - len(matches.records)


@given(lists(people, min_size=1, max_size=4))
def test_an_owner_shares_something_with_the_row(persons):
    """Who gets a row has its id, its e-mail or its whole name, and no name without a word of it."""
    rows = [SiteRow(0, ("7",), "juan@uni.cl", "Ana Soto"), SiteRow(1, ("",), "", "Pérez, Juan")]
    matches = match_rows(rows, [StudentRecord(person) for person in persons])
    for row, record in matches.records.items():
        person = record.person
        assert person.name in ("", rows[row].name)
        by_key = row == 0 and (person.id == "7" or person.email == "juan@uni.cl")
        assert by_key or person.name == rows[row].name


@pytest.mark.parametrize(
    "place",
    [
        (("7",),),
        (("", " 20.668.440-2 "),),
        (("206684402",),),
        ((), "ANA@uni.cl "),
        ((), "", "Soto, Ana"),
        ((), "", "ana  SÓTO"),
    ],
)
def test_somebody_is_found_by_whatever_is_known(place):
    """Id, RUT however it is written, e-mail, or the whole name in any order."""
    assert matched(ANA, place)[0] == [0]


def test_a_name_alone_is_said_to_be_so():
    """Whoever is found by name alone is named, for a person to look."""
    assert matched(ANA, ((), "", "Soto, Ana")) == ([0], {"by_name"})
    assert matched(ANA, (("7",), "", "Soto, Ana")) == ([0], set())


def test_homonyms_are_nobodys():
    """Two rows of one name, or two people of one name, get nothing by name."""
    assert matched(JUAN, (("1",), "", "Juan Pérez"), (("2",), "", "Perez, Juan"))[0] == []
    known, other = StudentRecord(JUAN), StudentRecord(Person(name="Juan Pérez"))
    half = match_rows([SiteRow(0, ("8",), "", "Juan Pérez"), SiteRow(1, ("1",), "", "Juan Pérez")], [known, other])
    assert dict(half.records) == {0: known}
    twins = match_rows([SiteRow(0, (), "", "Juan Pérez")], [StudentRecord(JUAN), StudentRecord(OTHER)])
    assert not twins.records


def test_an_id_and_a_name_that_disagree_are_nobodys():
    """The id of one and the name of another, or the id of one and the e-mail of another, is left to a person."""
    assert matched(ANA, (("7",), "", "Eva Rojas")) == ([], {"unclear", "only_ours"})
    assert not match_rows([SiteRow(0, ("7",), "juan@uni.cl", "")], [StudentRecord(ANA), StudentRecord(JUAN)]).records


def test_another_e_mail_is_another_person():
    """A whole name is not enough where both e-mails are known and differ."""
    assert matched(ANA, ((), "otra.ana@uni.cl", "Ana Soto"))[0] == []


@pytest.mark.parametrize("name", ["🙂", "", "Ana", "名"])
def test_a_name_that_tells_nobody_apart_is_not_enough(name):
    """One word, or none at all, is not looked for."""
    assert matched(Person(name=name), (("1",), "", name))[0] == []
    assert matched(Person(), (("1",), "", name))[0] == []


def test_another_id_of_the_same_kind_is_another_person():
    """Where the site's ids are the ones that we know, a name alone is not enough for who has another id."""
    rows = [SiteRow(0, ("7",), "", "Ana Soto"), SiteRow(1, ("99",), "", "Juan Pérez")]
    assert list(match_rows(rows, [StudentRecord(ANA), StudentRecord(JUAN)]).records) == [0]
    assert list(match_rows(rows[1:], [StudentRecord(JUAN)]).records) == [1]


def test_a_sure_row_is_not_lost_to_a_homonym():
    """Somebody who is found by id keeps that row, though another row has a name like it."""
    assert matched(ANA, (("7",), "", "Ana Soto P"), (("1",), "", "Ana Soto"))[0] == [0]

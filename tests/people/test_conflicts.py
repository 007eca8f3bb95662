"""Laws of contradictions about whose a submission is: both sides are named, and only real ones hold a mark back."""

from dataclasses import replace

import pytest

from autograder.people.conflicts import Claim, conflicts_of_class
from autograder.people.identity import Identity
from autograder.people.names import names_contradict
from autograder.people.person import NOBODY, Person
from autograder.people.roster import Roster

RUT = "12345678-5"


def claim(source: str, owner: Person = NOBODY, name: str | None = None, rut: str | None = None, sha256: str = ""):
    """A submission whose content is its own unless told."""
    return Claim(source, owner, identity=Identity(name, (), rut, False), sha256=sha256 or source)


def found(*claims: Claim) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(each.kind, each.sources, each.held) for each in conflicts_of_class(claims, {})]


@pytest.mark.parametrize("owner", [NOBODY, Person(name="Ana Soto")])
def test_two_files_of_one_person_wait(owner: Person) -> None:
    """A second file with somebody's name and RUT holds the marks of both, wherever the first lay; its copy does not."""
    first, second = claim("a", owner, "Ana Soto", RUT), claim("b", name="Soto, Ana", rut=RUT)
    assert found(first, second) == [("roster.several", ("a", "b"), True)]
    assert found(first, claim("b", name="Soto, Ana", rut=RUT, sha256="a")) == []


def test_one_rut_under_two_names_is_two_people() -> None:
    """A RUT that stands under two names makes nobody one, is told with both sides and holds no mark back."""
    assert found(claim("a", name="Ana Soto", rut=RUT), claim("b", name="Eva Soto", rut=RUT)) == [
        ("roster.one_rut", ("a", "b"), False)
    ]


def test_one_rut_in_two_places_is_told() -> None:
    """Two places with one RUT and different names are two people's, and both are told, copies or not."""
    ana, eva = Person(name="Ana Soto", rut=RUT), Person(name="Eva Ruz", rut=RUT)
    assert ("roster.one_rut", ("a", "b"), False) in found(claim("a", ana, sha256="x"), claim("b", eva, sha256="x"))


def test_the_same_bytes_of_two_people_are_told() -> None:
    """One file from two people is told with both; from one person, or from nobody, it is a copy."""
    ana, eva = Person(name="Ana Soto"), Person(name="Eva Ruz")
    assert found(claim("a", ana, sha256="x"), claim("b", eva, sha256="x")) == [("roster.same_bytes", ("a", "b"), False)]
    assert not found(claim("a", ana, sha256="x"), claim("b", ana, sha256="x"), claim("c", sha256="x"))
    of_a_group = (Claim(source, who, True, sha256="x") for source, who in (("a", ana), ("a [2]", eva)))
    assert not found(*of_a_group)  # Gradescope says that both have handed it in


def test_a_team_that_hands_in_the_same_is_one_line_or_none() -> None:
    """Where a site's names carry a group its file is told once; where the list has the group it is no doubt at all."""
    ana, eva, luz = Person("1", "Ana Soto"), Person("2", "Eva Ruz"), Person("3", "Luz Paz")
    signed = Identity("Ana Soto", (), RUT, False)
    claims = [
        Claim(each.id, each, True, f"{prefix}{each.name}_{each.id}_assignsubmission_file_", signed, "x")
        for each, prefix in ((ana, "Grupo 3-"), (eva, "Grupo 3-"))
    ]
    assert found(*claims) == [("roster.same_bytes", ("1", "2"), False)]
    for prefix in ("", "Grupo 3-"):
        given = [replace(each, named=f"{prefix}{each.owner.name}") for each in claims]
        matched = (roster := Roster((ana, eva, luz), {"3": (ana, eva)})).match(given)
        assert not matched.conflicts and not [*conflicts_of_class(given, matched.people, roster.groups)]
    copied = [*given, Claim("3", luz, True, "Luz Paz", signed, "x")]
    matched = roster.match(copied)
    kinds = [each.kind for each in (*matched.conflicts, *conflicts_of_class(copied, matched.people, roster.groups))]
    assert kinds == ["roster.says_another", "roster.same_bytes"], "who is no one of the team has copied"
    section = [replace(claims[1], source=f"{n}", owner=Person(f"{n}", f"Eva R{n}")) for n in range(9)]
    assert sum(kind == "roster.names_disagree" for kind, _, _ in found(claims[0], *section)) == 9


def test_a_place_and_a_notebook_that_disagree_are_told() -> None:
    """A folder of one name with a notebook of another keeps its owner, and both are told."""
    assert found(claim("a", Person(name="Ana Soto"), "Eva Ruz", RUT)) == [("roster.names_disagree", ("a",), False)]


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("Persona Uno", "Persona Dos", True),
        ("Ana Soto", "Ana María Soto Pérez", False),
        ("J. Pérez", "Juan Pérez", False),
        ("Ana González", "Ana Gonzáles Ruz", False),
        ("sotoana", "Ana Soto", False),
        ("Ana", "Ana Soto", False),
        ("", "Ana Soto", False),
        ("Mario Soto", "María Soto", True),
    ],
)
def test_names_that_share_one_word_are_two(one: str, other: str, contradict: bool) -> None:
    """Two whole names that share but one word are two people's; shorter forms and initials are not."""
    assert names_contradict(one, other) is contradict and names_contradict(other, one) is contradict

"""Laws of what the name of a folder or file tells where no course site has written it."""

import pytest

from autograder.intake.owner_names import people_from_name
from autograder.people.person import NOBODY, Person
from tests.intake.conftest import notebook


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Soto", Person(name="Ana Soto")),
        ("Ñandú_José, O'Higgins", Person(name="Ñandú José, O'Higgins")),
        ("20668440-2", Person(rut="20668440-2")),
        ("20.668.440-2", Person(rut="20668440-2")),
        ("206684402", Person(rut="20668440-2")),
        ("Ana Soto 20.668.440-2", Person(name="Ana Soto", rut="20668440-2")),
        ("123456", NOBODY),
        ("Soto_Ana_12345", Person(name="Soto Ana")),
        ("ana.soto@example.org", Person(email="ana.soto@example.org")),
        ("Ana Soto (1)", Person(name="Ana Soto")),
        ("20668440-3", NOBODY),
        ("Ana Soto EL7008", Person(name="Ana Soto")),
        ("Ana Soto - CC1234-1", Person(name="Ana Soto")),
        ("EL7008_Ana Soto", Person(name="Ana Soto")),
        ("Lab2_20261004_Ana Soto", Person(name="Ana Soto")),
        ("2026-10-04 Ana Soto", Person(name="Ana Soto")),
        ("Ana Soto (56912345678)", Person(name="Ana Soto")),
        ("Ana_Soto_lab2_v2024", Person(name="Ana Soto")),
        ("Ana Soto 2026-1", Person(name="Ana Soto")),
        ("Grupo 12", NOBODY),
        ("Lab 2", NOBODY),
        ("20261004", NOBODY),
        ("🦊", Person(name="🦊")),
    ],
)
def test_a_name_tells_somebody(text, person):
    """A folder's name is an e-mail, a RUT or a name; other numbers, and a wrong RUT, are nobody's id."""
    assert people_from_name(text) == (() if person == NOBODY else (person,))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Grupo 12 - Ana Soto y Beto Ríos", ["Ana Soto", "Beto Ríos"]),
        ("grupo_3_Ana Soto, Beto Ríos", ["Ana Soto", "Beto Ríos"]),
        ("Ana Soto & Beto Ríos", ["Ana Soto", "Beto Ríos"]),
        ("Soto Ruz, Ana María", ["Soto Ruz, Ana María"]),
        ("Santiago Ramón y Cajal", ["Santiago Ramón y Cajal"]),
    ],
)
def test_a_group_is_its_people(text, names):
    """The names of a group are several people's, and one name with a comma or a particle is one person's."""
    assert [person.name for person in people_from_name(text)] == names


def test_folders_of_a_class_that_is_parted_are_nobodys(collect) -> None:
    """Who handed in late, or in time, lies in a folder that is no student, also where it is only one."""
    names = ("A tiempo/Eva Lagos", "A tiempo/Luis Paz", "Atrasados/Ana Soto")
    entries = collect(*((f"{name}/lab.ipynb", notebook(name[-8:])) for name in names))
    assert {entry.owner.name for entry in entries} == {"Eva Lagos", "Luis Paz", "Ana Soto"}
    entry, _ = collect(("12345/Mi Modelo/lab.ipynb", notebook("Ana Soto")), ("12346/lab.ipynb", notebook("Luz")))
    assert entry.named == "12345"

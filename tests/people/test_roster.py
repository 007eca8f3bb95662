"""Laws of the list of students: what spreadsheets write is read, and what is wrong in it is named by its line."""

from itertools import permutations

import pytest

from autograder.errors import RosterError
from autograder.people.conflicts import Claim
from autograder.people.identity import Identity
from autograder.people.person import Person
from autograder.people.roster import Roster

ANA = Person("101", "Ana María Soto Pérez", "20668440-2", "ana.soto@example.org", "1")
JOSE = Person("102", "José Ñandú O'Higgins", "", "jose@example.org", "2")
HEAD = ["ID", "Nombre completo", "RUT", "Correo electrónico", "Sección", "Comentario"]
ROWS = [["101", "Ana María Soto Pérez", "20.668.440-2", "ana.soto@example.org", "1", "a,b"],
        ["102", "José Ñandú O'Higgins", "", "jose@example.org", "2", 'dice "hola"']]  # fmt: skip


def table(separator, rows):
    return "".join(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\r\n" for row in rows)


@pytest.fixture
def roster(tmp_path):
    """Reads a list from its text or bytes."""

    def make(text):
        path = tmp_path / "lista.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Roster.read(path)

    return make


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_any_separator_and_code_of_a_spreadsheet(roster, separator, code):
    """A list is the same in whatever form a spreadsheet saves it; columns that nobody knows are passed over."""
    assert roster(table(separator, [HEAD, *ROWS]).encode(code)).people == (ANA, JOSE)


def test_a_separator_that_is_named_and_lines_above_the_head(roster):
    """A first line for Excel, a title and empty rows are not students."""
    assert roster("sep=;\r\n" + table(";", [HEAD, *ROWS])).people == (ANA, JOSE)
    assert roster("Curso MDS7203\r\n;;\r\n" + table(";", [HEAD, *ROWS, ["", "", ""]])).people == (ANA, JOSE)


@pytest.mark.parametrize(
    ("head", "row", "person"),
    [
        ("Nombre;Apellido(s);Dirección de correo", "Ana;Soto Ruz;a@x.cl", Person(name="Ana Soto Ruz", email="a@x.cl")),
        ("First name,Last name,Student ID", "Ana,Soto,7", Person(id="7", name="Ana Soto")),
        ("Nombres,Apellido Paterno,Apellido Materno", "Ana,Soto,Pérez", Person(name="Ana Soto Pérez")),
        ("RUT,DV,Nombre", "20668440,2,Ana", Person(name="Ana", rut="20668440-2")),
        ("rut,name", "206684402,Ana", Person(name="Ana", rut="20668440-2")),
        ("Student,ID,SIS User ID,Section", '"Soto, Ana",7,99,S1', Person(id="7", name="Soto, Ana", section="S1")),
    ],
)  # fmt: skip
def test_columns_go_by_many_names(roster, head, row, person):
    """Columns are known by their names in Spanish and English; names may stand in parts, and a RUT's digit apart."""
    assert roster(f"{head}\n{row}\n").people == (person,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("id,rut\n1,20668440-3\n", ["lista.csv:2", "'rut'", "20668440-3"]),
        ("id,rut\n1,nada\n", ["lista.csv:2", "'rut'", "nada"]),
        ("id,nombre\n1,Ana\n\n1,Luz\n", ["lista.csv:4", "'id'", "'1'", "2"]),
        ("RUT,nombre\n20668440-2,Ana\n20.668.440-2,Luz\n", ["lista.csv:3", "'RUT'"]),
        ("mail,nombre\na@x.cl,Ana\nA@x.cl,Luz\n", ["lista.csv:3", "'mail'", "A@x.cl"]),
        ("id,id\n1,2\n", ["lista.csv:1", "'id'"]),
        ("id,sección\n,2\n", ["lista.csv:2"]),
        ("color,forma\nrojo,redondo\n", ["lista.csv"]),
        ("id,nombre\n", ["lista.csv"]),
        ("", ["lista.csv"]),
        (b"PK\x03\x04", ["lista.csv", "CSV"]),
    ],
)
def test_what_is_wrong_is_named(roster, text, parts):
    """A fault names the file, the line, the column and the value, in one line."""
    with pytest.raises(RosterError) as raised:
        roster(text)
    for said in (raised.value.render("es"), raised.value.render("en")):
        assert all(part in said for part in parts) and "\n" not in said


def test_commas_in_names_separate_nothing(roster):
    """What separates is what divides the head, whatever stands in the names."""
    people = roster("id;nombre\n1;Soto, Ana, la menor\n2;Paz, Luz, y otra, y otra\n").people
    assert people == (Person("1", "Soto, Ana, la menor"), Person("2", "Paz, Luz, y otra, y otra"))


def test_a_list_that_is_not_there_is_a_fault(tmp_path):
    """A list that cannot be read is named."""
    with pytest.raises(RosterError, match="nada"):
        Roster.read(tmp_path / "nada.csv")


LUZ, LUZ2 = Person("103", "Luz Paz Rojas", "10000004-0", "luz@example.org"), Person("104", "Luz Paz Lagos")
COURSE = Roster((ANA, JOSE, LUZ, LUZ2))


def said(name=None, *seeds, rut=None):
    return Identity(name, seeds, rut, False)


def matched(*owners, **identities):
    """What the course makes of entries "0", "1" … of these owners; identities by "e0", "e1" …"""
    return COURSE.match(
        [Claim(str(n), owner, identity=identities.get(f"e{n}"), sha256=str(n)) for n, owner in enumerate(owners)]
    )


@pytest.mark.parametrize(
    "owner",
    [
        Person(id="101"),
        Person(email="Ana.Soto@example.org"),
        Person(id="ana.soto"),
        Person(rut="20668440-2"),
        Person(id="20.668.440-2"),
        Person(id="9999", name="ana maria SOTO perez"),
        Person(name="Soto Pérez, Ana María"),
        Person(name="Ana Soto"),
        Person(name="sotoperezanamaria"),
        Person(id="101", name="sotoana"),
    ],
)
def test_a_place_tells_a_person(owner):
    """An id, an e-mail, a RUT or an unambiguous name of the place finds its person."""
    found = matched(owner)
    assert dict(found.people) == {"0": ANA} and found.absent == (JOSE, LUZ, LUZ2)
    assert not found.unclaimed and not found.conflicts


@pytest.mark.parametrize("words", list(permutations(["María", "Ana", "Perez", "SOTO"])))
def test_the_order_of_a_name_is_nothing(words):
    """A name's words may stand in any order, with accents or without."""
    assert dict(matched(Person(name=" ".join(words))).people) == {"0": ANA}


@pytest.mark.parametrize(
    "identity", [said(rut="20668440-2"), said("ana maria soto perez"), said(None, 1337, 206684402), said("Ana Soto", 7)]
)
def test_a_notebook_tells_a_person(identity):
    """Where the place tells nobody, the RUT in the seed and the name in the notebook do."""
    assert dict(matched(Person(name="lunes"), e0=identity).people) == {"0": ANA}


@pytest.mark.parametrize("owner", [Person(), Person(name="Ana"), Person(id="1"), Person(name="Pedro Paz")])
def test_what_belongs_to_nobody_is_told(owner):
    """A source that nothing ties to the list is unclaimed, and everybody is absent."""
    found = matched(owner, e0=said("Zoë", 1337))
    assert found.unclaimed == ("0",) and found.absent == COURSE.people and not found.conflicts


@pytest.mark.parametrize(
    ("owner", "identity", "person", "key"),
    [
        (Person(id="101"), said(rut="10000004-0"), ANA, "roster.says_another"),
        (Person(name="Ana Soto"), said("José Ñandú"), ANA, "roster.says_another"),
        (Person(id="101", name="Luz Paz Rojas"), None, None, "roster.place_disagrees"),
        (Person(id="101", name="Pedro Ríos"), None, None, "roster.place_disagrees"),
        (Person(id="101", email="jose@example.org"), None, None, "roster.place_disagrees"),
        (Person(), said("José Ñandú", rut="20668440-2"), None, "roster.signed_by_two"),
        (Person(name="Luz Paz"), None, None, "roster.namesakes"),
        (Person(), said("Luz Paz"), None, "roster.namesakes"),
    ],
)
def test_what_disagrees_is_said(owner, identity, person, key):
    """Where what tells the person disagrees, or fits several, that is a conflict, and nobody is guessed."""
    found = matched(owner, **({"e0": identity} if identity else {}))
    assert found.people.get("0") == person
    assert [conflict.reason.key for conflict in found.conflicts] == [key]
    assert all("0" in conflict.reason.render(language) for conflict in found.conflicts for language in ("es", "en"))
    assert found.unclaimed == (() if person else ("0",))


def test_two_sources_of_one_person_are_a_conflict():
    """Nobody has two submissions: which one counts is for a person to say."""
    found = matched(Person(id="101"), Person(name="Ana Soto"), Person(id="102"))
    assert [conflict.sources for conflict in found.conflicts] == [("0", "1")]
    assert found.absent == (LUZ, LUZ2)


def test_a_number_that_is_nobodys_rut_says_nothing():
    """Every eleventh number looks like a RUT: one that nobody on the list has contradicts nothing."""
    found = matched(Person(id="101"), e0=said("Ana Soto", 123456785, rut="12345678-5"))
    assert dict(found.people) == {"0": ANA} and not found.conflicts

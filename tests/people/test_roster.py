"""Laws of the list of students: what spreadsheets write is read, and what is wrong in it is named by its line."""

import io
import json
from itertools import permutations

import openpyxl
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
        ("Rut del alumno/a;Nombre del Alumno(a)", "20.668.440-2;Ana", Person("", "Ana", "20668440-2")),
        ("RUN/Pasaporte;Apellidos, Nombres", "AB123456;Soto, Ana", Person("AB123456", "Soto, Ana")),
        ('"RUT (sin DV)";"Dígito V.";"Nombre"', "20668440;2;Ana", Person(name="Ana", rut="20668440-2")),
        ("N° RUT,Nombre", '="20668440-2",Ana', Person(name="Ana", rut="20668440-2")),
        ("Student,ID,SIS User ID,Section", '"Soto, Ana",7,99,S1', Person(id="7", name="Soto, Ana", section="S1")),
    ],
)  # fmt: skip
def test_columns_go_by_many_names(roster, head, row, person):
    """Columns are known by their names in Spanish and English; names may stand in parts, and a RUT's digit apart."""
    assert roster(f"{head}\n{row}\n").people == (person,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("id,sección\n,2\n", ["lista.csv:2"]),
        ("RUT,nombre,correo\n20668440-2,Soto, Ana,a@x.cl\n", ["lista.csv:2", "4", "3"]),
        ("color,forma\nrojo,redondo\n", ["lista.csv"]),
        ("id,nombre\n", ["lista.csv"]),
        ("", ["lista.csv"]),
        (b"PK\x03\x04", ["lista.csv", "CSV"]),
        (b"\xd0\xcf\x11\xe0", ["lista.csv", "CSV"]),
    ],
)
def test_a_list_of_nobody_is_refused(roster, text, parts):
    """A list in which nobody stands is a fault that names the file and what is wrong, in one line."""
    with pytest.raises(RosterError) as raised:
        roster(text)
    for said in (raised.value.render("es"), raised.value.render("en")):
        assert all(part in said for part in parts) and "\n" not in said


@pytest.mark.parametrize(("value", "key"), [("2.06684E+08", "lost_digits"), ("2.0668440E+07", "bad_rut")])
def test_digits_are_lost_where_they_are(roster, value, key):
    """A number with an exponent and all its digits is a RUT without its check digit; one with fewer has lost some."""
    (note,) = roster(f"rut,name\n{value},Ana\n").notes
    assert note.key == f"roster.{key}"


@pytest.mark.parametrize(
    ("text", "people", "parts"),
    [
        ("id,rut\n1,20668440-3\n", [Person("1")], ["lista.csv:2", "'rut'", "20668440-3"]),
        ("rut,name\n2.06684E+08,Ana\n", [Person(name="Ana")], ["lista.csv:2", "2.06684E+08"]),
        ("id,nombre\n1,Ana\n\n1,Luz\n", [Person("1", "Ana"), Person("", "Luz")], ["lista.csv:4", "'id'", "'1'", "2"]),
        ("RUT,nombre\n20668440-2,Ana\n20.668.440-2,Ana\n", [Person("", "Ana", "20668440-2")], ["lista.csv:3", "'RUT'"]),
        ("mail,id\na@x.cl,1\nA@x.cl,2\n", [Person("1", "", "", "a@x.cl"), Person("2", "", "", "A@x.cl")], [":3"]),
        ("id,id\n1,2\n", [Person("1")], ["lista.csv", "'id'"]),
        ('id,name\n1,"Ana\n2,Luz\n', [Person("2", "Luz")], ["lista.csv:2"]),
        ("id,name\n1,Soto, Ana\n2,Luz\n", [Person("2", "Luz")], ["lista.csv:2", "3", "2"]),
        ("20668440-2,Ana Soto\n", [Person("", "Ana Soto", "20668440-2")], ["lista.csv", "rut: 1", "name: 2"]),
        ("id,Contacto\n1,a@x.cl\n", [Person("1")], ["'Contacto'"]),
        ('Student,ID\n"Ruz, Eva",1\n"Student, Test",2\n', [Person("1", "Ruz, Eva")], ["lista.csv:3", "Student, Test"]),
        ("nombre,rol\nAna Soto,Alumno\nEva Ruz,Ayudante\n", [Person(name="Ana Soto")], ["lista.csv:3", "Eva Ruz"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_the_others_go_on(roster, text, people, parts):
    """What is wrong in a line or a column is told with its place, once, and everybody else is read."""
    found = roster(text)
    assert list(found.people) == people
    (note,) = found.notes
    for said in (note.render("es"), note.render("en")):
        assert all(part in said for part in parts) and "\n" not in said


@pytest.mark.parametrize(
    ("head", "cells", "rut"),
    [
        ("RUT", "'20668440-2", "20668440-2"),
        ("RUT", "20,668,440-2", "20668440-2"),
        ("RUT", "20668440–2", "20668440-2"),
        ("RUT", "20668440—2", "20668440-2"),
        ("RUT", "20668440−2", "20668440-2"),
        ("RUT", "\u00a0 20668440-2\u00a0", "20668440-2"),
        ("RUT", "\u200b0020.668.440-2", "20668440-2"),
        ("RUT", "206684402.0", "20668440-2"),
        ("RUT", "2.06684402E+08", "20668440-2"),
        ("RUT", "206.684.402", "20668440-2"),
        ("RUT;DV", "20668440.0;2.0", "20668440-2"),
        ("RUT sin DV", "20668440", "20668440-2"),
        ("rut_alumno", "1000005-k", "1000005-K"),
        ("RUT", "#N/A", ""),
        ("RUT", "-", ""),
        ("RUT", "sin RUT", ""),
    ],
)
def test_a_rut_is_read_however_it_was_spoilt(roster, head, cells, rut):
    """Dashes, dots, decimals, exponents and apostrophes of spreadsheets change no RUT, and an empty one is no fault."""
    found = roster(f"nombre_alumno;{head}\nAna Soto;{cells}\n")
    assert found.people == (Person(name="Ana Soto", rut=rut),) and not found.notes


def test_a_passport_is_an_id_of_another_kind(roster):
    """What stands for a RUT and has letters is an id, and nothing is wrong with it."""
    found = roster("RUT,Nombre\nP1234567,Ana Soto\n,Total: 1\n")
    assert found.people == (Person("P1234567", "Ana Soto"),) and not found.notes


def test_a_row_of_totals_is_nobody_and_a_name_that_begins_like_one_is_somebody(roster):
    """Totals are left out whatever column they begin in, without a word; Sumaya is no sum."""
    found = roster("N;RUT;Nombre\n1;20668440-2;Sumaya Soto\n2;11111111-1;Fin Meandro Ruz\n;Total: 2 estudiantes;\n")
    assert [person.name for person in found.people] == ["Sumaya Soto", "Fin Meandro Ruz"] and not found.notes


def test_a_notebook_is_no_list(roster):
    """The cells of a notebook that somebody gives for a list of the course are nobody's ids."""
    with pytest.raises(RosterError):
        roster(json.dumps({"nbformat": 4, "cells": [{"id": "1a", "cell_type": "code"}, {"id": "2b"}]}, indent=1))


def test_workbooks_pages_and_json_are_read(roster):
    """A workbook, a page that is called one and JSON are lists like others, whatever the file is called."""
    book = openpyxl.Workbook()
    for row in (["Curso"], ["RUT", "Nombre completo", "ID"], ["20668440-2", "Ana Soto", 101.0], [None, None, None]):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    page = "<html><table><tr><th>RUT<th>Nombre<th>ID</tr><tr><td>20.668.440-2</td><td>Ana&nbsp;Soto<td>101</table>"
    data = json.dumps([{"rut": "20668440-2", "nombre": "Ana Soto", "id": 101}])
    for content in (saved.getvalue(), page, data):
        assert roster(content).people == (Person("101", "Ana Soto", "20668440-2"),)


@pytest.mark.parametrize("again", ["cp1252", "latin-1"])
def test_a_list_that_was_read_wrongly_and_saved_is_mended(roster, again):
    """UTF-8 that a spreadsheet took for another encoding has its letters again; what is right stays, signs too."""
    assert roster("RUT;Nombre\n;José Ñuñez\n".encode().decode(again)).people == (Person(name="José Ñuñez"),)
    assert roster("RUT;Nombre\n;João “Ã” Núñez €\n").people == (Person(name="João “Ã” Núñez €"),)


def test_all_sheets_of_a_workbook_are_accounted_for(roster):
    """The list is the sheet that has titles, with those of the same titles; every other sheet is named."""
    book = openpyxl.Workbook()
    book.active.title = "Leer"
    book.active.append(["Lista del curso"])
    for title, name in (("S1", "Ana Soto"), ("S2", "Luz Paz")):
        for row in (["RUT", "Nombre"], [None, name]):
            (book[title] if title in book.sheetnames else book.create_sheet(title)).append(row)
    saved = io.BytesIO()
    book.save(saved)
    found = roster(saved.getvalue())
    assert [person.name for person in found.people] == ["Ana Soto", "Luz Paz"]
    assert [note.values["sheet"] for note in found.notes] == ["Leer"]


def test_a_column_of_groups_is_groups(roster):
    """A file for a group of the list is everybody's in it; a group that is a whole section is none."""
    found = roster("Nombre;Grupo\nAna Soto;Grupo 1\nBeto Ríos;G01\nEva Ruz;2\n")
    matched = found.match([Claim("x", named="Grupo 1", sha256="1"), Claim("y", named="grupo_2", sha256="2")])
    assert [person.name for person in (matched.people["x"], *matched.partners["x"])] == ["Ana Soto", "Beto Ríos"]
    assert not [person for person in matched.absent if person.name != "Eva Ruz"]


def test_groups_have_a_column_of_their_own(roster):
    """A column of sections hides no groups, the title may say of what lab they are, and of two none is guessed."""
    people = (Person(name="Ana Soto", section="A"), Person(name="Luz Paz", section="A"))
    body = "Ana Soto;A;1;1\nLuz Paz;A;1;2\n"
    assert roster(f"Nombre;Sección;Grupo Lab 2;P1\n{body}").groups == {"1": people}
    both = roster(f"Nombre;Sección;Grupo Lab 1;Grupo Lab 2\n{body}")
    assert not both.groups and both.people == people
    assert [note.values["columns"] for note in both.notes] == ["Grupo Lab 1, Grupo Lab 2"]


def test_a_notebook_of_several_is_everybodys(roster):
    """A notebook that names several people of the list is theirs, and nobody of them has handed in nothing."""
    matched = COURSE.match([Claim("x", identity=said("Ana Soto y José Ñandú"), sha256="1")])
    assert (matched.people["x"], *matched.partners["x"]) == (ANA, JOSE) and matched.absent == (LUZ, LUZ2)
    assert not matched.conflicts


@pytest.mark.parametrize("named", ["101", "ana_soto_lab2", "Lab2 Soto Ana v3", "lab2-101-2026", "20.668.440-2 lab"])
def test_a_file_name_means_who_is_on_the_list(named):
    """A number in a file's name is an id where it is one on the list, and names in it are those of the list."""
    assert dict(COURSE.match([Claim("x", named=named, sha256="1")]).people) == ({} if "-101-" in named else {"x": ANA})


@pytest.mark.parametrize(
    ("folders", "whose"),
    [(("S1", "Soto Ana", "backup"), {"x": ANA}), (("Soto Ana", "Ñandú José"), {}), (("Lab", "otros"), {})],
)
def test_a_folder_on_the_way_means_who_is_on_the_list(folders, whose):
    """Where the place of a file is nobody's, the one person counts whom its folders name; two are nobody."""
    assert dict(COURSE.match([Claim("x", named="S1", sha256="1", folders=folders)]).people) == whose


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


@pytest.mark.parametrize("name", ["Sumaya Pérez", "Finn Soto", "Meana Total"])
def test_names_that_begin_as_a_total_are_names(roster, name):
    """Only a row that is a total is no student's; the others are never left out in silence."""
    found = roster(f"Nombre,RUT,Tipo\n{name},20668440-2,Jornada completa\nTotal alumnos: 1,,\nPromedio general,,\n")
    assert [(person.name, person.rut) for person in found.people] == [(name, "20668440-2")] and not found.notes


def test_a_passport_may_have_a_space(roster):
    """Letters of a country before the number are a passport's."""
    assert roster("Nombre,RUT\nAna Soto,AB 123456\n").people == (Person("AB 123456", "Ana Soto"),)

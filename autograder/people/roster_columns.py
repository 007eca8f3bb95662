"""Finds which column of a list holds what: by the titles, or by what stands in them where there are none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.people import rut
from autograder.people.names import folded
from autograder.people.roster_table import RosterRow
from autograder.people.written_name import is_name

# Titles of columns without accents and punctuation; of several for one thing, the one that stands first here counts.
COLUMNS = {
    "id": "id|student id|id number|id user|user id|numero de id|numero id|numero|numero de alumno"
    "|numero alumno|n alumno|n de alumno|no alumno|no de alumno|nro alumno|nro de alumno|matricula"
    "|numero de matricula|numero matricula|n matricula|n de matricula|nro matricula|codigo"
    "|codigo alumno|codigo estudiante|identificador|id alumno|id estudiante|student number"
    "|orgdefinedid|org defined id|sid|sis user id|sis id|roster identifier|username|user|usuario"
    "|nombre de usuario|login id|login|sis login id",
    "rut": "rut|run|r u t|r u n|rut run|run rut|rut alumno|rut del alumno|rut estudiante|rut del estudiante"
    "|rut completo|rut sin dv|rut sin digito|rut sin digito verificador|run sin dv|rut con dv"
    "|run con dv|rut dv|rut y dv|rut sin puntos|rut con guion|rut sin puntos con guion|cedula"
    "|cedula de identidad|c i|ci|numero de cedula|documento|numero de documento"
    "|documento de identidad",
    "digit": "dv|d v|digito|digito verificador|dv rut|rut dv digito|dig verif",
    "name": "nombre completo|nombre y apellido|nombre y apellidos|nombres y apellidos|apellidos y nombres"
    "|apellido y nombre|apellidos nombres|apellidos nombre|nombre apellido|nombre apellidos"
    "|nombre alumno|nombre del alumno|nombre de alumno|nombre alumno a|nombre estudiante"
    "|nombre del estudiante|nombre del a estudiante|nombre de estudiante|full name|display name"
    "|student name|student|name|nombre|alumno|alumna|alumno a|alumnos|estudiante|estudiantes"
    "|participante",
    "first": "first name|firstname|given name|given names|nombres|nombre s|primer nombre|nombre de pila",
    "last": "last name|lastname|surname|family name|apellidos|apellido s|apellido|apellido paterno|ap paterno"
    "|paterno|primer apellido|apellido 1",
    "second": "apellido materno|ap materno|materno|segundo apellido|apellido 2",
    "email": "email|e mail|email address|e mail address|mail|correo|correo electronico|direccion de correo"
    "|direccion email|direccion de correo electronico|correo institucional|correo uchile"
    "|email institucional|email uchile|mail institucional|correo alumno|correo estudiante"
    "|e mail institucional",
    "section": "section|sections|seccion|secciones|seccion curso|paralelo",
    "group": "group|groups|grupo|grupos|equipo|team|group name",
    "role": "rol|role|roles|perfil|tipo|course role",
}  # fmt: skip
# what a title has in it that is none of these, where a row names other columns too
WORDS = {
    "rut": re.compile(r"\b(?:rut|run|cedula|pasaporte)\b"),
    "email": re.compile(r"\b(?:e ?mail|mail|correo)\b"),
    "name": re.compile(
        r"\bnombres?\b.*\b(?:alumn|estudiante|completo|apellido)|\bapellidos?\b.*\bnombres?\b|\b(?:student|full) name"
    ),
    "last": re.compile(r"\bapellidos?\b(?!.*materno)|\blast name"),
    "first": re.compile(r"\bnombres?\b|\bfirst name"),
    "id": re.compile(r"\bmatricula\b|\bstudent (?:id|number)|\bcodigo\b.*\b(?:alumn|estudiante)"),
    "section": re.compile(r"\bseccion\b|\bsection\b"),
    "group": re.compile(r"\b(?:grupos?|groups?|equipos?|teams?)\b"),
}
MOST_WORDS = 6  # of a title
IDENTIFYING = ("id", "rut", "name", "first", "email")
EXTRA = ("sis user id", "sis login id", "sid", "login id", "username", "nombre de usuario", "usuario")
TELLING = 0.6  # of a column's cells must be of a kind for it to be known by them
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Column:
    """Describes a column of the list: its position in a row, counted from 0, and its title."""

    place: int
    title: str


def known_columns(row: Sequence[str]) -> dict[str, Column]:
    """Return the columns that a row names, by what they contain; of two with one title, the first."""
    titles = [folded(cell) for cell in row]
    columns: dict[str, Column] = {}
    for kind, names in COLUMNS.items():
        title = next((name for name in names.split("|") if name in titles), None)
        if title is not None and titles.index(title) not in {column.place for column in columns.values()}:
            columns[kind] = Column(titles.index(title), row[titles.index(title)])
    return _with_words(row, titles, columns) if sum(map(bool, titles)) > 1 else columns


def _with_words(row: Sequence[str], titles: Sequence[str], columns: dict[str, Column]) -> dict[str, Column]:
    """Return the columns with those that only a word in the title tells: "Rut del alumno/a", "Correo UC"."""
    used = {column.place for column in columns.values()}
    for kind, pattern in WORDS.items():
        fits = (
            place
            for place, title in enumerate(titles)
            if place not in used
            and pattern.search(title)
            and len(title.split()) <= MOST_WORDS
            and "@" not in row[place]
        )
        place = next(fits, None)
        whole = kind in ("first", "last") and "name" in columns
        if kind not in columns and place is not None and not whole:
            columns[kind] = Column(place, row[place])
            used.add(place)
    return columns


def group_columns(row: Sequence[str]) -> list[str]:
    """Return the titles of a row that are of groups; of several it is not known which groups work together."""
    return [title for title in row if WORDS["group"].search(folded(title)) and len(title.split()) <= MOST_WORDS]


def guessed_columns(rows: Sequence[RosterRow]) -> dict[str, Column]:
    """Return the columns of a list without titles, by what most of their cells are; none where none is telling."""
    columns: dict[str, Column] = {}
    width = max((len(row.cells) for row in rows), default=0)
    for place in range(width):
        kind = kind_of_cells([row.cells[place] for row in rows if place < len(row.cells)])
        if kind and kind not in columns:
            columns[kind] = Column(place, str(place + 1))
    return columns if columns.keys() & {"rut", "email", "name"} and len(rows) > 0 else {}


def kind_of_cells(cells: Sequence[str]) -> str | None:
    """Return what most cells of a column are, "rut", "email" or "name"; None where they tell nobody apart."""
    filled = [cell for cell in cells if cell]
    for kind, holds in (
        ("email", lambda cell: EMAIL.fullmatch(cell) is not None),
        ("rut", lambda cell: rut.parse(cell) is not None and len(re.sub(r"\W", "", cell)) > 7),
        ("name", is_name),
    ):
        if filled and sum(map(holds, filled)) >= TELLING * len(filled):
            return kind
    return None


def unused_columns(head: Sequence[str], rows: Sequence[RosterRow], columns: Mapping[str, Column]) -> list[str]:
    """Return the titles of columns that nobody uses and that hold what tells people apart."""
    used = {column.place for column in columns.values()} | {
        place for place, title in enumerate(head) if folded(title) in EXTRA
    }
    found = []
    for place in range(len(head) or max((len(row.cells) for row in rows), default=0)):
        cells = [row.cells[place] for row in rows if place < len(row.cells)]
        kind = kind_of_cells(cells) if place not in used else None
        if (kind and kind not in columns) or kind in ("rut", "email"):
            found.append(head[place] if place < len(head) and head[place] else str(place + 1))
    return found

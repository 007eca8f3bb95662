"""Reads the list of a course's students as spreadsheets save it: CSV with any separator, in any usual encoding."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import RosterError
from autograder.output.text import decode_spanish
from autograder.people import rut
from autograder.people.conflicts import Claim
from autograder.people.matching import Matched, Matcher
from autograder.people.names import folded
from autograder.people.person import Person

# Titles of columns without accents and punctuation; of several for one thing, the one that stands first here counts.
COLUMNS = {
    "id": "id|student id|id number|id user|user id|numero de id|numero id|numero|numero de alumno|n alumno|n de alumno"
    "|no alumno|no de alumno|matricula|numero de matricula|n matricula|codigo|identificador|id alumno|id estudiante"
    "|orgdefinedid|sid|sis user id|sis id|username|usuario|nombre de usuario",
    "rut": "rut|run|r u t|rut run|rut alumno|rut estudiante|rut sin dv|rut con dv|cedula|cedula de identidad",
    "digit": "dv|digito|digito verificador",
    "name": "nombre completo|nombre y apellido|nombre y apellidos|nombres y apellidos|apellidos y nombres|full name"
    "|student name|student|name|nombre|alumno|alumna|estudiante",
    "first": "first name|firstname|given name|nombres|nombre s|primer nombre",
    "last": "last name|lastname|surname|family name|apellidos|apellido s|apellido|apellido paterno|paterno"
    "|primer apellido",
    "second": "apellido materno|materno|segundo apellido",
    "email": "email|e mail|email address|e mail address|mail|correo|correo electronico|direccion de correo"
    "|direccion email|direccion de correo electronico|correo institucional|correo uchile",
    "section": "section|sections|seccion|secciones|group|groups|grupo|grupos|paralelo",
}
IDENTIFYING = ("id", "rut", "name", "first", "email")
LEGACY_ENCODINGS = ("cp1252", "mac_roman", "cp850")  # of Excel on Windows, on a Mac, and as it saves for MS-DOS
SEPARATORS = ",;\t|"
HEADER_ROWS = 20  # rows among which the names of the columns are looked for
NO_STUDENT = "points possible"  # a row of Canvas's gradebook


@dataclass(frozen=True)
class Roster:
    """Holds the students of a course, in the order of the list."""

    people: tuple[Person, ...]
    groups: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    notes: tuple[RosterError, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """Read a roster from a CSV file; unknown columns are ignored.

        Raises RosterError where the file cannot be read, names nobody, or has no column that identifies students; and,
        with line, column and value, where somebody is listed twice or a RUT is invalid.
        """
        rows = list(_rows(path, _text(path)))
        at, columns = _header(path, rows)
        people: list[Person] = []
        seen: dict[tuple[str, str], int] = {}
        for line, row in rows[at + 1 :]:
            person = _person(path, line, columns, row)
            if person is not None:
                _check_unique(path, line, person, columns, seen)
                people.append(person)
        if not people:
            raise RosterError("roster.empty", path=path)
        return cls(tuple(people))

    def match(self, claims: Sequence[Claim]) -> Matched:
        """Return who handed in which submission, by the sources of submissions."""
        return Matcher(self.people, self.groups).match(claims)


@dataclass(frozen=True)
class Column:
    """Describes a column of the list: its position in a row, counted from 0, and its title."""

    place: int
    title: str


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RosterError("roster.unreadable", path=path, fault=error.strerror) from None
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise RosterError("roster.workbook", path=path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_spanish(content, LEGACY_ENCODINGS)


def _rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its last line; the separator is the one that makes most columns known."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    if lines[0].startswith("sep=") and len(lines[0]) == 5:  # what Excel is told so
        separator, lines[0] = lines[0][4], ""
    else:
        separator = max(
            SEPARATORS, key=lambda sign: max(len(_columns(line.split(sign))) for line in lines[:HEADER_ROWS])
        )
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, [" ".join(cell.split()) for cell in row]
    except csv.Error as error:
        raise RosterError("roster.bad_line", path=path, line=reader.line_num, fault=error) from None


def _header(path: Path, rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, Column]]:
    """Return the position of the row that names the columns, and the columns by what they contain."""
    for at, (line, row) in enumerate(rows[:HEADER_ROWS]):
        columns = _columns(row)
        if any(field in columns for field in IDENTIFYING):
            titles = [folded(cell) for cell in row]
            for column in columns.values():
                if titles.count(titles[column.place]) > 1:
                    raise RosterError("roster.column_twice", path=path, line=line, column=column.title)
            return at, columns
    raise RosterError("roster.no_header", path=path)


def _columns(row: Sequence[str]) -> dict[str, Column]:
    """Return the columns that a row names, by what they contain."""
    titles = [folded(cell) for cell in row]
    columns = {}
    for kind, names in COLUMNS.items():
        title = next((name for name in names.split("|") if name in titles), None)
        if title is not None:
            columns[kind] = Column(titles.index(title), row[titles.index(title)])
    return columns


def _person(path: Path, line: int, columns: Mapping[str, Column], row: Sequence[str]) -> Person | None:
    """Return the student on a row, or None where it is empty."""
    cells = {field: row[column.place].strip() if column.place < len(row) else "" for field, column in columns.items()}
    if not any(cells.values()) or folded(cells.get("name", "")) == NO_STUDENT:
        return None
    person = Person(
        cells.get("id", "").removesuffix(".0"),
        _name(cells),
        _rut(path, line, columns, cells),
        cells.get("email", ""),
        cells.get("section", ""),
    )
    if not (person.id or person.name or person.rut or person.email):
        raise RosterError("roster.nobody", path=path, line=line)
    return person


def _name(cells: Mapping[str, str]) -> str:
    """Return a name from one column or its parts; a column called "name" beside one of surnames is a first name."""
    whole = cells.get("name", "")
    first, last, second = (cells.get(field, "") for field in ("first", "last", "second"))
    if last and last in whole:
        return whole
    return " ".join(filter(None, (first or whole, last, second)))


def _rut(path: Path, line: int, columns: Mapping[str, Column], cells: Mapping[str, str]) -> str:
    text, digit = cells.get("rut", ""), cells.get("digit", "")
    if not text:
        return ""
    whole = f"{text}-{digit}" if digit and "-" not in text else text
    number = rut.parse(whole)
    if number is None:
        raise RosterError("roster.bad_rut", path=path, line=line, column=columns["rut"].title, value=whole)
    return number


def _check_unique(
    path: Path, line: int, person: Person, columns: Mapping[str, Column], seen: dict[tuple[str, str], int]
) -> None:
    """Raise RosterError where an id, a RUT or an e-mail has stood on a line before."""
    for kind in ("id", "rut", "email"):
        value = str(getattr(person, kind))
        first = seen.setdefault((kind, value.casefold()), line) if value else line
        if first != line:
            title = columns[kind].title
            raise RosterError("roster.twice", path=path, line=line, column=title, value=value, first=first)

"""Reads the list of a course's students as spreadsheets save it; a wrong line is told, and costs no other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import RosterError
from autograder.people import rut
from autograder.people.conflicts import Claim
from autograder.people.groups import LARGEST_TEAM, group_key
from autograder.people.matching import Matched, Matcher
from autograder.people.names import folded, names_contradict, words
from autograder.people.person import Person
from autograder.people.roster_columns import (
    EMAIL,
    EXTRA,
    IDENTIFYING,
    Column,
    group_columns,
    guessed_columns,
    known_columns,
    unused_columns,
)
from autograder.people.roster_table import HEADER_ROWS, RosterRow, read_rows

NO_STUDENT = "points possible"  # a row of Canvas's gradebook
TEST_STUDENTS = ("student test", "estudiante prueba", "de estudiante prueba", "alumno prueba", "alumno de prueba")
TOTALS = re.compile(
    r"(?:(?:sub)?total(?:es)?|promedios?|average|mean|suma|sum|cantidad|n estudiantes|fin de lista)\b|fin$"
)
STAFF = re.compile(r"profesor|docente|ayudante|auxiliar|teacher|instructor|designer|\bta\b|assistant|tutor|observ")
EMPTY = re.compile(
    r"(?i)[-–—−._/?]+|#\S*[?!/]\S*|n/?[ad]|s/?[irn]|sin (?:rut|datos?|informaci[oó]n)|null|none|nan|no tiene"
)
FORMULA = re.compile(r'^="?([^"=]*)"?$')  # ="0123", by which a spreadsheet is kept from spoiling a number
FOREIGN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])(?:[A-Za-z]{1,3} )?[A-Za-z0-9./-]{4,20}(?: [A-Za-z0-9./-]{2,20})?")
SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d+)")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Roster:
    """Holds the students of a course, in the order of the list.

    `groups` are the people of each group, where the list has them, and `notes` tell of lines and columns that a person
    should look at.
    """

    people: tuple[Person, ...]
    groups: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    notes: tuple[RosterError, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """Read a roster from a file; unknown columns are ignored, and a line that is wrong is told in `notes`.

        Raises RosterError where the file cannot be read, names nobody, or has no column that identifies students.
        """
        return _RosterReader(path).read()

    def match(self, claims: Sequence[Claim]) -> Matched:
        """Return who handed in which submission, by the sources of submissions."""
        return Matcher(self.people, self.groups).match(claims)


class _RosterReader:
    """Reads one roster, and collects what is to be told about it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[RosterError] = []

    def read(self) -> Roster:
        rows = read_rows(self.path, _count_titles)
        head, columns, body = self._columns(rows)
        for title in unused_columns(head, body, columns):
            self._note("unused", column=title)
        people: list[Person] = []
        groups: dict[str, list[Person]] = {}
        seen: dict[tuple[str, str], tuple[Person, int]] = {}
        for row in body:
            if row.fault is not None:
                self.notes.append(row.fault)
            elif person := self._person(row, head, columns):
                whole = self._without_repetition(person, row.line, columns, seen)
                if whole:
                    people.append(whole)
                    for key in _group_keys(row, columns):
                        groups.setdefault(key, []).append(whole)
        if not people:
            raise self.notes[0] if self.notes else RosterError("roster.empty", path=self.path)
        teams = {key: tuple(team) for key, team in groups.items() if len(team) <= LARGEST_TEAM}
        return Roster(tuple(people), teams, tuple(self.notes))

    def _note(self, key: str, **values: object) -> None:
        self.notes.append(RosterError(f"roster.{key}", path=self.path, **values))

    def _columns(self, rows: Sequence[RosterRow]) -> tuple[Sequence[str], dict[str, Column], Sequence[RosterRow]]:
        """Return the titles, the columns by what they contain, and the rows below the titles."""
        for at, row in enumerate(rows[:HEADER_ROWS]):
            columns = known_columns(row.cells)
            if any(kind in columns for kind in IDENTIFYING):
                titles = [folded(cell) for cell in row.cells]
                for column in columns.values():
                    if titles.count(titles[column.place]) > 1:
                        self._note("column_twice", line=row.line, column=column.title)
                if len(grouping := group_columns(row.cells)) > 1:
                    self._note("several_groups", line=row.line, columns=", ".join(grouping))
                    columns.pop("group", None)
                return row.cells, columns, rows[at + 1 :]
        filled = [row for row in rows if any(row.cells) or row.fault]
        columns = guessed_columns(filled)
        if not columns:
            raise RosterError("roster.empty" if not filled else "roster.no_header", path=self.path)
        self._note("guessed", columns=", ".join(f"{kind}: {column.title}" for kind, column in columns.items()))
        return (), columns, filled

    def _person(self, row: RosterRow, head: Sequence[str], columns: Mapping[str, Column]) -> Person | None:
        """Return the student on a row, or None where it is none's, or cannot be read."""
        cells = {kind: _cell(row.cells, column.place) for kind, column in columns.items()}
        name = _name(cells)
        first = folded(name or next((cell for cell in row.cells if cell.strip()), ""))
        if not any(cells.values()) or folded(name) == NO_STUDENT or TOTALS.match(first):
            return None
        if head and len(row.cells) > len(head) and any(row.cells[len(head) :]):
            self._note("extra_cells", line=row.line, count=len(row.cells), columns=len(head))
            return None
        if " ".join(words(name)) in TEST_STUDENTS or STAFF.search(folded(cells.get("role", ""))):
            self._note("left_out", line=row.line, name=name or cells.get("role", ""))
            return None
        mail = EMAIL.search(cells.get("email", ""))
        email = mail[0].strip("<>;,") if mail else ""
        section = cells.get("section") or cells.get("group", "")
        person = Person(_number(cells.get("id", "")), name, "", email, section)
        person = self._with_rut(person, row, columns, cells)
        person = _with_extras(person, row.cells, head)
        if not (person.id or person.name or person.rut or person.email):
            self._note("nobody", line=row.line)
            return None
        return person

    def _with_rut(self, person: Person, row: RosterRow, columns: Mapping[str, Column], cells: Cells) -> Person:
        """Return a person with the RUT of a row; an id of another kind is an id, and a wrong RUT is told."""
        text = cells.get("rut", "")
        if not text:
            return person
        number = _rut(text, cells.get("digit", ""), columns["rut"].title)
        if number:
            return replace(person, rut=number)
        if FOREIGN.fullmatch(text.rstrip("kK")) and not SCIENTIFIC.fullmatch(text):
            return person if person.id else replace(person, id=text)
        self._note(
            "lost_digits" if SCIENTIFIC.fullmatch(_exact(text)) else "bad_rut",
            line=row.line,
            column=columns["rut"].title,
            value=text,
        )
        return person

    def _without_repetition(
        self, person: Person, line: int, columns: Mapping[str, Column], seen: dict[tuple[str, str], tuple[Person, int]]
    ) -> Person | None:
        """Return a person without what a line before has too, or None where it is the same person once more.

        `seen` holds the people before and their lines, by each id, RUT and e-mail, and grows by this one.
        """
        for kind in ("id", "rut", "email"):
            value = str(getattr(person, kind))
            other, first = seen.get((kind, value.casefold()), (None, 0))
            if not value or other is None:
                continue
            title = columns[kind].title if kind in columns else kind
            self._note(
                "shared_email" if kind == "email" else "twice", line=line, column=title, value=value, first=first
            )
            if kind != "email" and not names_contradict(other.name, person.name):
                return None
            if kind != "email":
                person = replace(person, **{kind: ""})
        for kind in ("id", "rut", "email"):
            seen.setdefault((kind, str(getattr(person, kind)).casefold()), (person, line))
        return person


def _group_keys(row: RosterRow, columns: Mapping[str, Column]) -> list[str]:
    """Return the groups that a row puts its student in, as they are compared."""
    text = _cell(row.cells, columns["group"].place) if "group" in columns else ""
    return [group_key(part) for part in re.split(r"[,;]", text) if part.strip()]


def _count_titles(row: Sequence[str]) -> int:
    """Return how many columns a row names; 0 where none of them tells people apart."""
    columns = known_columns(row)
    return len(columns) if any(kind in columns for kind in IDENTIFYING) else 0


def _cell(cells: Sequence[str], place: int) -> str:
    text = cells[place].strip().lstrip("'’`´").strip() if place < len(cells) else ""
    text = FORMULA.sub(r"\1", text)
    return "" if EMPTY.fullmatch(text) else text


def _name(cells: Cells) -> str:
    """Return a name from one column or its parts; a column called "name" beside one of surnames is a first name."""
    whole = cells.get("name", "")
    first, last, second = (cells.get(kind, "") for kind in ("first", "last", "second"))
    if last and last in whole:
        return whole
    return " ".join(filter(None, (first or whole, last, second)))


def _number(text: str) -> str:
    """Return an id as a spreadsheet was given it, without the decimals that it adds."""
    exact = _exact(text)
    return re.sub(r"[.,]0+$", "", exact) if re.fullmatch(r"\d+[.,]0+", exact) else exact


def _exact(text: str) -> str:
    """Return a number without an exponent; as it is where digits were lost in it."""
    match = SCIENTIFIC.fullmatch(text)
    if match is None:
        return text
    digits, exponent = match[2] or "", int(match[3])
    return match[1] + digits if len(digits) == exponent else text


def _rut(text: str, digit: str, title: str) -> str | None:
    """Return the RUT in a cell, however a spreadsheet has spoilt it; None where it is none."""
    plain = re.sub(r"[‐‑‒–—―−﹣－_]", "-", _number(text))
    plain = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", plain)
    plain = re.sub(r"(?i)^(?:rut|run)[\s:.]*", "", plain).replace(" ", "")
    digit = _number(digit)
    if digit and "-" not in plain:
        return rut.parse(f"{plain}-{digit}") or rut.parse(plain)
    body = re.sub(r"\D", "", plain)
    if "sin d" in folded(title) and body.isdecimal() and int(body) in rut.BODIES and "-" not in plain:
        return f"{int(body)}-{rut.check_digit(int(body))}"
    return rut.parse(plain)


def _with_extras(person: Person, cells: Sequence[str], head: Sequence[str]) -> Person:
    """Return a person with a RUT or e-mail that stands in a column of ids: "SIS User ID" and the like."""
    texts = [person.id, *(_cell(cells, place) for place, title in enumerate(head) if folded(title) in EXTRA)]
    for text in texts:
        if not person.rut and "-" in text and (found := _rut(text, "", "")):
            person = replace(person, rut=found)
        if not person.email and EMAIL.fullmatch(text):
            person = replace(person, email=text)
    return person

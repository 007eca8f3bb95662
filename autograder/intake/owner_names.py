"""What the name of a folder or file says about its owner, where no course site has written it.

Only a name, an e-mail and a RUT with its right check digit are believed: years, dates, courses, versions, telephones
and groups have numbers too, and a number is somebody's id only where a list of the course says so.
"""

import re

from autograder.people import rut
from autograder.people.person import Person
from autograder.people.written_name import is_name

EMAIL = re.compile(r"[^@\s(),;]+@[^@\s(),;]+\.[^@\s(),;]+")
LARGEST_BODY = 40_000_000  # of a RUT without hyphen; people have none beyond, and telephones begin there
DATE = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d|[0-3]\d(?:0\d|1[0-2])(?:19|20)\d\d")
GROUP = re.compile(r"(?i)(?<![^\W_])(?:grupo|group|equipo|team|gr)[\s_#.-]{0,3}\d{1,3}(?!\w)[\s:_-]*")
NOISE = re.compile(
    r"(?ix) (?<![^\W_]) (?:"
    r"  (?:[a-z]{2,4}-?|(?-i:[A-Z]{2,4})\s(?!19|20))\d{3,4}[a-z]?(?:-\d{1,2})?"  # CC1234-1
    r"| v(?:er(?:si[oó]n)?)?[\s._-]?\d[\d.]*"
    r"| (?:lab(?:oratorio|oratory)?|tarea|task|hw|homework|p?control|guia|guía|entrega|trabajo|proyecto|project"
    r"    |assignment|pauta|parte|part|pregunta|curso|secci[oó]n|section)s?[\s._#-]{0,2}\d{0,4}"
    r"| final(?:issimo|ísimo)?|definitiv[oa]|corregid[oa]|submissions?|notebook|cuaderno|copia|copy|nuev[oa]|ultim[oa]"
    r"| late|atrasad[oa]s?|gpt|llm|ipynb|colab|jupyter"
    r") (?![^\W_])"
)
SIGNS = " -–—.,;:#_+()[]{}&"
BETWEEN = re.compile(r"\s+(?:y|e|and|con|with)\s+|\s*[&+;/]\s*", re.IGNORECASE)


def people_from_name(text: str) -> tuple[Person, ...]:
    """Return the people that a folder's name stands for, by e-mail, RUT or name: several where it names a group's."""
    if EMAIL.fullmatch(text.strip()):
        return (Person(email=text.strip()),)
    plain = _spaced(text.replace("_", " "))
    if whole := _whole_rut(plain):
        return (Person(rut=whole),)
    within = rut.find(plain) or ""
    group = GROUP.search(plain)
    rest = GROUP.sub(" ", rut.RUT_IN_TEXT.sub(" ", plain)) if within else GROUP.sub(" ", plain)
    names = [name for part in _parts(rest, bool(group)) if (name := _name(part))]
    if within and len(names) < 2:
        return (Person(name=names[0] if names else "", rut=within),)
    return tuple(Person(name=name) for name in names)


def tells_person(person: Person) -> bool:
    """Return whether what a folder's name says is surely a person's: a whole name, a RUT or an e-mail."""
    return bool(person.rut or person.email or is_name(person.name))


def _whole_rut(text: str) -> str | None:
    found = rut.parse(text)
    digits = re.sub(r"[\s.]", "", text)
    if found is None or not digits.isdecimal():
        return found
    return found if int(found.partition("-")[0]) < LARGEST_BODY and not DATE.fullmatch(digits) else None


def _parts(text: str, group: bool) -> list[str]:
    """Split names at what stands between them; a comma only in a group, since it also divides one name."""
    parts = BETWEEN.split(text)
    if group and len(parts) < 3:
        parts = [piece for part in parts for piece in part.split(",")]
    whole = [part for part in parts if len(re.findall(r"[^\W\d_]{2,}", NOISE.sub(" ", part))) > 1]
    return whole if len(whole) > 1 and len(whole) == len(parts) else [text]


def _name(text: str) -> str:
    """What is left of a text without numbers and the words of files; empty where no letters are."""
    bare = NOISE.sub(" ", text)
    bare = re.sub(r"\(\s*[\d\s+.-]*\)|\S*\d\S*", " ", bare)
    bare = re.sub(r"\s[-–—_]+(?=\s|$)|^[-–—_]+\s", " ", bare)
    name = _spaced(bare).strip(SIGNS)
    return name if re.search(r"\w|[^\x00-\x7f]", name) else ""


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

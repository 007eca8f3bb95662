"""Finds the names of a notebook's authors: after a label, in a table, in HTML, in a comment, or in its metadata."""

import html
import re
from collections.abc import Iterator, Sequence

from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import Cell, Submission
from autograder.people.written_name import MAX_TEXT, SIGNS, is_name, tidy_name
from autograder.source.ipython import without_commands
from autograder.source.prose import shown_texts

MAX_CELLS = 30  # at the top: a name further down is somebody else's
MAX_CODE_CELLS = 3
MAX_LINES = 60  # of a cell
MAX_MEMBERS = 12
INLINE_TAG = re.compile(r"(?i)</?(?:b|i|u|em|strong|span|font|center|small|big|a|code|mark|td|th)\b[^<>\n]{0,300}>")
BLOCK_TAG = re.compile(r"(?i)</?(?:br|p|div|li|ul|ol|h[1-6]|tr|table|tbody|thead|hr)\b[^<>\n]{0,300}>")
TABLE_TAG = re.compile(r"(?i)<t[dh]\b[^<>\n]{0,300}>")
START = r"(?i)^[\W\d_]{0,12}"
LABEL = (
    r"(?:nombres?(?: y apellidos?| completos?)?|alumn[oa]s?|estudiantes?|integrantes?|miembros|autor(?:es|as?)?|grupo"
    r"|authors?|students?(?: names?)?|(?:full )?names?|members|by"
    r"|(?:hecho|elaborado|presentado|entregado|realizado|creado) por|(?:made|written|submitted|created) by)\b"
)
LABELLED = re.compile(rf"{START}{LABEL}(?P<more>[^:=\n|]{{0,40}}?)[ *_`]{{0,6}}[:=](?P<value>.*)$")
LABEL_ALONE = re.compile(rf"{START}{LABEL}(?: \(?(?:del?|of)[^:=\n|]{{0,30}})?[\W\d_]{{0,12}}$")
BEFORE_NAME = re.compile(rf"{START}{LABEL}[ *_`–—-]{{1,9}}(?P<value>.*)$")
OTHER_LABEL = re.compile(r"(?i)^[\W\d_]{0,12}(?:rut|run|fecha|curso|secci[oó]n|date|e-?mail|correo)\b|^[^:]{0,40}:")
NO_PERSON = re.compile(
    r"(?i)\b(?:curso|archivo|file|model|modelo|variable|clase|class|columna|column|dataset|lab\w*|profesor\w*|function"
    r"|funci[oó]n|notebook|cuaderno|asignatura|ramo|tarea|deben?|puede\w*|should|must)\b"
)
ASSIGNED = re.compile(
    r"(?i)^(?:nombres?|alumn[oa]s?|autor(?:es)?|author|estudiantes?|integrantes?)(?:_[a-z0-9_]{1,20})?$"
)


def author_names(submission: Submission, rules: StudentRules) -> tuple[str, ...]:
    """Return the names of a notebook's authors, in order; none where only placeholders stand.

    `rules.name` is the lab's own pattern of a line with a name. The first cell that names somebody is taken, and the
    metadata where no cell does.
    """
    pattern = re.compile(rules.name)
    top = submission.cells[:MAX_CELLS]
    code = [cell.index for cell in top if cell.kind == "code"][:MAX_CODE_CELLS]
    cells = [_lines(cell) for cell in top if cell.kind != "code" or cell.index in code]
    for number, lines in enumerate(cells):
        below = next((other for other in cells[number + 1 :] if other), [])
        if names := list(dict.fromkeys(_names(lines, below, pattern))):
            return tuple(names[:MAX_MEMBERS])
    return tuple(name for author in submission.authors[:MAX_MEMBERS] if (name := tidy_name(author)))


def _lines(cell: Cell) -> list[str]:
    """The lines of a cell that may hold a name: without HTML, with table cells between bars, comments of code."""
    source = cell.source[: MAX_LINES * MAX_TEXT]
    if cell.kind == "code":
        comments = [line for line in source.splitlines()[:MAX_LINES] if line.lstrip().startswith("#")]
        texts = shown_texts(without_commands(source))
        assigned = [f"{'Nombre' if ASSIGNED.match(name) else name}: {text}" if name else text for name, text in texts]
        stated = [line for text in assigned for line in text.splitlines()]
        source = "\n".join([*comments, *(line for line in stated if line)])
    text = INLINE_TAG.sub("", TABLE_TAG.sub(" | ", BLOCK_TAG.sub("\n", source)))
    lines = html.unescape(text).replace("\xa0", " ").splitlines()
    return [SIGNS.sub(r"\1", line[:MAX_TEXT]).rstrip() for line in lines if line.strip()][:MAX_LINES]


def _names(lines: Sequence[str], below: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    """The names in the lines of a cell; `below` are those of the next cell, where a name may stand under its label."""
    for number, line in enumerate(lines):
        following = [*lines[number + 1 :], *below]
        if "|" in line.strip(" |"):
            yield from _in_table([part.strip() for part in line.strip(" |").split("|")], following)
            continue
        match = pattern.search(line)
        labelled = LABELLED.match(line)
        if labelled and NO_PERSON.search(labelled["more"]):
            continue
        value = match[1] if match else labelled["value"] if labelled else None
        if value is None and (before := BEFORE_NAME.match(line)) and is_name(before["value"]):
            value = before["value"]
        if value is not None and (name := tidy_name(value)):
            yield name
        if (labelled and not labelled["value"].strip(" *_`")) or LABEL_ALONE.match(line):
            yield from _under_label(following)


def _under_label(lines: Sequence[str]) -> Iterator[str]:
    """The names on the lines under a label, up to the first line that holds none."""
    for line in lines:
        text = re.sub(r"^[\s\d>.)*•-]{1,12}", "", line)
        without_number = re.split(r"[(,;|–]|\s-\s|\d", text, maxsplit=1)[0]
        name = tidy_name(without_number)
        if OTHER_LABEL.match(line) or name is None or not is_name(name):
            return
        yield name


def _in_table(parts: Sequence[str], rows: Sequence[str]) -> Iterator[str]:
    """The names in a row with a label: beside it, or in its column in the rows below."""
    column = next((place for place, part in enumerate(parts) if LABEL_ALONE.match(part)), None)
    if column is None:
        return
    beside = parts[column + 1] if column + 1 < len(parts) else ""
    under = [[part.strip() for part in row.strip(" |").split("|")] for row in rows if "|" in row]
    in_column = [tidy_name(row[column]) for row in under if column < len(row) and is_name(row[column].strip(" *_`"))]
    if is_name(beside.strip(" *_`")) or (not in_column and not OTHER_LABEL.match(beside) and column == 0):
        names = [tidy_name(beside)]
    else:
        names = in_column
    yield from (name for name in names if name)

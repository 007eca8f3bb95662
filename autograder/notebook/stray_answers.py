"""Finds written answers that stand elsewhere than below their questions: named by a letter, or claimed by none."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from autograder.lab.declaration import Lab
from autograder.lab.student_template import Template
from autograder.notebook.cell_texts import MAX_CODE, MAX_TEXT, cell_text, comment_blocks, is_blank, is_misplaced_code
from autograder.notebook.question_headings import is_list_item, shortened
from autograder.notebook.submission import Cell
from autograder.source.ipython import without_commands
from autograder.source.prose import reads_as_prose, shown_texts

LEAST_WORDS = 4  # of a text that stands where no question asks for it
HEADING_WORDS = 8  # of a heading that could be an answer
LIST_WORDS = 12  # at most, of an item in a list of the questions
LABEL = "respuestas?|resp|rpta|preguntas?|questions?|answers?|parte|letra|inciso|[ií]tem|ejercicio|bonus|bono"
NAMED = (
    rf"(?i:^[\W_]{{0,9}}(?:mi[\W_])?(?:(?:{LABEL})[\W_]{{1,9}}(?:(?:a|de|la|el|to|of|the)[\W_]{{1,9}}){{0,3}}){{1,3}})"
)
LETTER = r"^[\W\d_]{0,9}"
VARIABLE = rf"(?i)^(?:{LABEL})_?(?:pregunta_|parte_)?{{id}}(?:_\w*)?$|^(?:pregunta_)?{{id}}_(?:{LABEL})$"
WORD = re.compile(r"[^\W\d_]+")
PERSON = re.compile(
    r"(?i)^[\W_]{0,9}(?:nombres?|alumn[oa]s?|estudiantes?|integrantes?|autor\w*|rut|profesor\w*|auxiliar\w*|ayudante\w*"
    r"|curso|fecha|secci[oó]n|name|student|author|by|date|e-?mail|correo)\b[^\n]{0,40}?[:|]"
)
PARTICLES = frozenset(WORD.findall("de del la las los y e da von van"))
PICTURE = re.compile(r"\(attachment:|<img\b|data:image/")


class StrayAnswers:
    """The prose of a notebook that is the student's own, and which question a piece of it names."""

    def __init__(self, cells: Sequence[Cell], starts: Mapping[str, int], lab: Lab, template: Template) -> None:
        self._cells = cells
        self._openings = frozenset(starts.values())
        self._first = min(self._openings, default=len(cells))
        self._lab = lab
        self._template = template
        self._patterns = {question.id: _patterns(question.id) for question in lab.questions}
        self._overview = self._is_overview()
        self._pieces: dict[str, list[str]] = {question.id: [] for question in lab.questions}
        self._read: dict[int, set[int]] = {}  # by cell, the numbers of the lines that belong to a piece
        self._find_pieces()

    def named(self, id: str) -> str:
        """Return the pieces of prose that name the question `id`, each to its cell's end or the next name."""
        return "\n\n".join(self._pieces[id])

    def unclaimed(self, claimed: Collection[int]) -> str:
        """Return all prose of the student's own in the cells that no question claims and in no named piece."""
        texts = (self._prose(cell) for cell in self._cells if cell.index not in claimed)
        return "\n\n".join(text for text in texts if text)

    def above(self, start: int, claimed: Collection[int]) -> list[Cell]:
        """Return the cells of a student's own prose directly above the cell at position `start`, unless claimed."""
        cells = list(takewhile(self._prose, reversed(self._cells[:start])))
        return [cell for cell in reversed(cells) if cell.index not in claimed]

    def _find_pieces(self) -> None:
        reading: dict[str, list[str]] = {}
        for cell in self._cells:
            # a name that stands alone is that of the text in the next cells
            self._keep({id: lines for id, lines in reading.items() if not self._is_bare(lines, id)})
            reading = {id: lines for id, lines in reading.items() if self._is_bare(lines, id)}
            for number, line in self._lines(cell):
                if names := self._named_by(line, in_code=cell.kind == "code"):
                    self._keep(reading)
                    reading = {id: [] for id in names}
                if any(self._is_beginning(lines, id) for id, lines in reading.items()):
                    self._read.setdefault(cell.index, set()).add(number)
                for lines in reading.values():
                    lines.append(line)
            for name, text in self._assigned(cell):
                for id in (id for id in self._pieces if re.match(VARIABLE.format(id=re.escape(id)), name)):
                    self._pieces[id].append(text)
                    self._read[cell.index] = set(range(len(cell.source)))
        self._keep(reading)

    def _keep(self, reading: Mapping[str, list[str]]) -> None:
        for id, lines in reading.items():
            if not self._is_bare(lines, id):
                self._pieces[id].append("\n".join(lines).strip())

    def _prose(self, cell: Cell) -> str:
        """The prose of a cell that could be an answer: sentences, and no heading, list, name or code."""
        if cell.kind == "code":
            if self._read.get(cell.index):
                return ""
            text = cell_text(cell, self._template)
            labelled = any(re.match(rf"(?i)(?:{LABEL})", name) for name, _ in self._assigned(cell))
            own = self._template.own(text).words >= LEAST_WORDS and reads_as_prose(text)
            return text if text and (labelled or own) and not is_misplaced_code(text) else ""
        read = self._read.get(cell.index, set())
        lines = (line for number, line in self._lines(cell) if number not in read)
        text = "\n".join(line for line in lines if not self._is_beside(line))
        if PICTURE.search(text):
            return text
        words = WORD.findall(text)
        names = all(word[0].isupper() or word in PARTICLES for word in words)
        enough = len(words) >= LEAST_WORDS and self._template.own(text).words >= LEAST_WORDS
        return text.strip() if enough and not names and not is_misplaced_code(text) else ""

    def _is_beside(self, line: str) -> bool:
        """Whether a line is a short heading, or says who wrote the notebook."""
        heading = line.lstrip().startswith("#") and len(WORD.findall(line)) < HEADING_WORDS
        return heading or PERSON.match(shortened(line)) is not None or re.search(self._placeholder, line) is not None

    @property
    def _placeholder(self) -> str:
        return self._lab.layout.placeholder

    def _lines(self, cell: Cell) -> Iterator[tuple[int, str]]:
        """The lines of a cell that are the student's own and no list of the questions, with their numbers."""
        if cell.kind == "code":
            text = cell_text(cell, self._template) or "\n".join(comment_blocks(cell.source, self._template))
        else:
            own = self._template.own(cell.source[:MAX_TEXT])
            text = own.text if own.given or cell.index not in self._openings else ""
            if self._template.gave(cell.source):
                text = ""
        for number, line in enumerate(text.splitlines()):
            short = len(WORD.findall(line)) <= LIST_WORDS
            listed = (is_list_item(line) and not reads_as_prose(line)) or (
                cell.index < self._first and self._overview and self._named_by(line)
            )
            if not (short and listed):
                yield number, line

    def _assigned(self, cell: Cell) -> list[tuple[str, str]]:
        if cell.kind != "code" or len(cell.source) > MAX_CODE or self._template.gave_code(cell.source):
            return []
        return [(name, text) for name, text in shown_texts(without_commands(cell.source)) if name]

    def _named_by(self, line: str, *, in_code: bool = False) -> list[str]:
        """The questions that a line names at its start."""
        start = shortened(line)
        return [
            id for id, (any_text, comment) in self._patterns.items() if (comment if in_code else any_text).match(start)
        ]

    def _is_overview(self) -> bool:
        """Whether a list of the questions, those in code among them, stands before the first of them."""
        top = [cell for cell in self._cells[: self._first] if cell.kind != "code"]
        lines = [line for cell in top for line in cell.source.splitlines() if len(WORD.findall(line)) <= LIST_WORDS]
        named = {id for line in lines for id in self._named_by(line)}
        return len(named) > 2 and any(not self._lab.question(id).manual for id in named)

    def _is_beginning(self, lines: Sequence[str], id: str) -> bool:
        """Whether a line after these still belongs to the first paragraph of a piece; what follows may be another's."""
        return not lines or bool(lines[-1].strip()) or self._is_bare(lines, id)

    def _is_bare(self, lines: Sequence[str], id: str) -> bool:
        """Whether there is nothing in some lines but the name of a question."""
        start = shortened(lines[0])
        match = self._patterns[id][0].match(start)
        return is_blank("\n".join([start[match.end() :] if match else start, *lines[1:]]))


def _patterns(id: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names a question at the start of a line of text, and at that of a comment."""
    letter, either = re.escape(id), f"(?i:{re.escape(id)})"
    named = rf"{NAMED}{either}\b"
    heading = rf"^[#>*_\s]{{1,9}}{either}[*_\s]{{0,9}}$"
    bracket = rf"{LETTER}{either}[*_]{{0,3}}\)"
    signed = rf"{LETTER}{letter}[*_]{{0,3}}(?:[.:]|[ *_]{{1,3}}[–—-])(?=[\s*_]|$)"
    text = f"{named}|{heading}|{bracket}|{signed}"
    return re.compile(text), re.compile(rf"{named}|^[#\s]{{0,9}}{letter}\)")

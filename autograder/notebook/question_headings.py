"""Finds the cells of a notebook that open the questions, by the lab's marker and by the text of the prompts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograder.lab.declaration import Lab
from autograder.lab.student_template import NO_TEMPLATE, Template
from autograder.notebook.submission import Cell

MAX_LINE = 300  # characters of a line that are looked at
MAX_SIGNS = 8  # signs in a row that are looked at: patterns take quadratic time on them
SIGNS = re.compile(rf"([\W_]{{{MAX_SIGNS}}})[\W_]+")
BOX = re.compile(r"^\W{0,8}(?:\[[ xX✓✔]?\]|[☐☑☒✓✔✅❌✗⬜])|[✓✔✅☑]\W{0,8}$|^\s{0,8}\|")
HEADING = re.compile(
    r"^\s{0,8}(?:[#>]|\*\*[^*\n]{1,12}\*\*)|^\W{0,8}(?:pregunta|question|ejercicio|exercise|parte|part|problema)\b",
    re.IGNORECASE,
)
LETTERED = r"(?i)^[\W_]{{0,8}}(?:pregunta|question|ejercicio|exercise|problema)[\W_]{{1,8}}{id}\b"
SHARE_OF_PROMPT = 0.6

# how sure a line makes it that its cell opens a question
PROMPT, FIRST_HEADING, HEADING_BELOW, FIRST_LINE, OTHER_LINE = 10.0, 6.0, 5.0, 3.0, 1.0
IN_A_ROW = 0.5  # what is lost where the next cell opens another question: it may be a table of contents


@dataclass(frozen=True)
class _Chain:
    """The openings of some questions, in the order of the lab and of the notebook, and how sure they are together."""

    sure: float = 0.0
    place: int = -1
    question: str = ""
    before: "_Chain | None" = None

    def places(self) -> dict[str, int]:
        """The position of each opening, by question, in order."""
        chain: _Chain | None = self
        places: dict[str, int] = {}
        while chain is not None and chain.question:
            places[chain.question] = chain.place
            chain = chain.before
        return dict(reversed(places.items()))


def question_starts(cells: Sequence[Cell], lab: Lab, template: Template = NO_TEMPLATE) -> dict[str, int]:
    """Return the position of the cell that opens each question, by question id, in the order of the lab.

    A question without a heading is left out. The openings that are surest together are chosen: a prompt of the
    student version, then a heading with the lab's marker, then a line that begins with it. An answer may list its own
    reasons as a), b), c), and a list of the questions may stand at the top, so mere lines count only in a notebook that
    has no headings, and items of a check list never do.
    """
    sure = [_openings(cell, lab, template) if cell.kind != "code" else {} for cell in cells]
    for openings, after in pairwise(sure):
        if after and not after.keys() <= openings.keys():
            openings |= {question: value - IN_A_ROW for question, value in openings.items()}
    return _surest(sure, lab, HEADING_BELOW - IN_A_ROW) or _surest(sure, lab, OTHER_LINE - IN_A_ROW)


def section(cells: Sequence[Cell], starts: Mapping[str, int], start: int) -> Sequence[Cell]:
    """Return the cells after `start`, the position of the cell that opens a question, up to the next question."""
    return cells[start + 1 : min((place for place in starts.values() if place > start), default=len(cells))]


def shortened(line: str) -> str:
    """Return a line as patterns may look at it: not longer than MAX_LINE, and without long rows of signs."""
    return SIGNS.sub(r"\1", line[:MAX_LINE])


def is_list_item(line: str) -> bool:
    """Return whether a line is an item of a check list or a row of a table."""
    return BOX.search(line) is not None


def _surest(sure: Sequence[Mapping[str, float]], lab: Lab, least: float) -> dict[str, int]:
    """The openings at least as sure as `least` that keep the order of the lab and are surest together."""
    best = [_Chain()] * (len(lab.questions) + 1)  # of the first questions, each number of them
    for place, openings in enumerate(sure):
        before = list(best)
        for number, question in enumerate(lab.questions, start=1):
            gain = openings.get(question.id, 0.0)
            if gain >= least and before[number - 1].sure + gain > best[number].sure:
                best[number] = _Chain(before[number - 1].sure + gain, place, question.id, before[number - 1])
            if best[number - 1].sure > best[number].sure:
                best[number] = best[number - 1]
    return best[-1].places()


def _openings(cell: Cell, lab: Lab, template: Template) -> dict[str, float]:
    """The questions that a cell may open, and how sure that is."""
    lines = [line for line in map(shortened, cell.source.splitlines()) if line.strip() and not is_list_item(line)]
    openings: dict[str, float] = {}
    for question in lab.questions:
        sure = list(_sure(lines, lab, question.id))
        if template.share_of_prompt(question.id, cell.source) >= SHARE_OF_PROMPT:
            sure.append(PROMPT)
        if sure:
            openings[question.id] = max(sure)
    return openings


def _sure(lines: Sequence[str], lab: Lab, question: str) -> Iterator[float]:
    marker, lettered = lab.layout.question(question), re.compile(LETTERED.format(id=re.escape(question)))
    for number, line in enumerate(lines):
        if marker.search(line):
            heading = HEADING.match(line) is not None
            yield (
                (FIRST_HEADING if heading else FIRST_LINE) if number == 0 else HEADING_BELOW if heading else OTHER_LINE
            )
        elif number == 0 and lettered.match(line):
            yield FIRST_HEADING

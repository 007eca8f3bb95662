"""Finds answers in code that stand where they do not run: in markdown or raw cells, in comments or in texts."""

import re
from collections.abc import Iterator, Sequence

from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.lab.student_template import NO_TEMPLATE, Template
from autograder.notebook.cell_texts import MAX_CODE, MAX_TEXT
from autograder.notebook.question_headings import question_starts
from autograder.notebook.submission import Cell
from autograder.source.ipython import to_python
from autograder.source.parsing import parse
from autograder.source.prose import reads_as_prose

FENCE = re.compile(r"^\s{0,40}(?:```|~~~)")
COMMENT = re.compile(r"^\s{0,40}(?:#+|>)(?: ?)")
QUOTES = ('"""', "'''")
TRAINS = re.compile(r"\.backward\(")
MAX_LINE = 1000


def misplaced_answers(cells: Sequence[Cell], lab: Lab, template: Template = NO_TEMPLATE) -> dict[str, int]:
    """Return the questions whose answer stands in a notebook as text that does not run, with the index of its cell.

    A question is there if something that it defines, or a loop that trains, stands in a markdown or raw cell, in
    comments or in a text of a code cell, or beside sentences that make a code cell no Python. None of it is run, so
    nobody knows whether the answer is right: a person should see it.
    """
    starts = question_starts(cells, lab, template)
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        text = "" if template.gave(cell.source) else "\n".join(_idle_lines(cell))
        above = [id for id, start in starts.items() if start <= place]
        for question in lab.questions:
            elsewhere = bool(question.trains) and bool(starts) and above[-1:] != [question.id]
            if question.id not in found and not elsewhere and _answers(question, text, lab):
                found[question.id] = cell.index
    return found


def _answers(question: Question, text: str, lab: Lab) -> bool:
    defined = [any(_defines(name, text) for name in lab.spellings(name)) for name in question.defines]
    return (bool(defined) and any(defined)) or (bool(question.trains) and TRAINS.search(text) is not None)


def _defines(name: str, text: str) -> bool:
    written = re.escape(name)
    pattern = rf"(?im)^[ \t]{{0,40}}(?:(?:class|def)[ \t]{{1,9}}{written}\b|{written}[ \t]{{0,9}}=(?!=))"
    return re.search(pattern, text) is not None


def _idle_lines(cell: Cell) -> Iterator[str]:
    """The lines of a cell that are not run, without the signs that make them so."""
    lines = [line[:MAX_LINE] for line in cell.source[:MAX_TEXT].splitlines()]
    if cell.kind != "code":
        yield from (COMMENT.sub("", line) if line.lstrip().startswith(">") else line for line in lines)
        return
    if len(cell.source) <= MAX_CODE and to_python(cell.source) is None:
        code = [line for line in lines if not reads_as_prose(line)]
        yield from lines if len(code) < len(lines) and parse("\n".join(code)) else ()
        return
    text_cell = cell.source.lstrip().startswith(("%%markdown", "%%html", "%%latex", "%%script", "%%writefile"))
    quoted = ""
    for line in lines:
        if text_cell or quoted:
            yield line
        elif line.lstrip().startswith("#"):
            yield COMMENT.sub("", line)
        for quotes in QUOTES:
            if quoted in ("", quotes) and line.count(quotes) % 2:
                quoted = "" if quoted else quotes

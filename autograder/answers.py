"""The text of the written answers, for the person who reads them."""

import ast
import re
from collections.abc import Sequence

from autograder.lab import Lab
from autograder.submission import Cell, Submission
from autograder.template import Template, comments


def answers(submission: Submission, lab: Lab, template: Template) -> dict[str, str | None]:
    """For each question that a person reads, what was written; None where the question is not to be found."""
    return {q.id: _answer(submission.cells, lab, template, q.id) for q in lab.questions if q.manual}


def _answer(cells: Sequence[Cell], lab: Lab, template: Template, id: str) -> str | None:
    start = _start(cells, lab, id)
    if start is None:
        return None
    texts = [
        _text(cell) for cell in _until_next(cells[start + 1 :], lab, template, id) if not template.gave(cell.source)
    ]
    written = "\n\n".join(filter(None, (_without_placeholder(text, lab, template) for text in texts)))
    if written or template.gave(cells[start].source):
        return written
    return cells[start].source.strip()  # prompt and answer in one cell, as far as anybody can tell


def _start(cells: Sequence[Cell], lab: Lab, id: str) -> int | None:
    opens = lab.layout.question(id)
    prose = [(place, cell) for place, cell in enumerate(cells) if cell.kind == "markdown"]
    for searched in (_first_line, lambda cell: cell.source):
        for place, cell in prose:
            if opens.search(searched(cell)):
                return place
    return None


def _until_next(cells: Sequence[Cell], lab: Lab, template: Template, id: str) -> list[Cell]:
    ids = [question.id for question in lab.questions]
    # an answer may well count its reasons a), b), c): only a later question ends it
    later = [lab.layout.question(other) for other in ids[ids.index(id) + 1 :]]
    others = [lab.layout.question(other) for other in ids if other != id]
    found = []
    for cell in cells:
        enders = others if template.gave(cell.source) else later
        if cell.kind == "markdown" and any(other.search(_first_line(cell)) for other in enders):
            break
        found.append(cell)
    return found


def _first_line(cell: Cell) -> str:
    return next((line for line in cell.source.splitlines() if line.strip()), "")


def _text(cell: Cell) -> str:
    """The prose in a cell; a code cell is prose where it holds nothing but comments and strings."""
    if cell.kind != "code":
        return cell.source
    try:
        body = ast.parse(cell.source).body
    except (SyntaxError, ValueError, RecursionError):
        return ""
    strings = [node.value.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    if len(strings) < len(body):
        return ""
    return "\n".join([*map(str, strings), *comments(cell.source)])


def _without_placeholder(text: str, lab: Lab, template: Template) -> str:
    for placeholder in template.placeholders:
        text = text.replace(placeholder, "")
    text = text.strip()
    # what is left of an edited placeholder is kept: a person tells it from an answer better than a pattern does
    return "" if re.fullmatch(rf"[\W_]*(?:{lab.layout.placeholder})[\W_]*", text) else text

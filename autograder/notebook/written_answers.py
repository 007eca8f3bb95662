"""Extracts the text of written answers from a notebook, for the person who grades them."""

import ast
import re
from collections.abc import Sequence

from autograder.lab.declaration import Lab
from autograder.lab.student_template import Template, comments
from autograder.notebook.question_cells import question_starts, section
from autograder.notebook.submission import Cell, Submission
from autograder.source.parsing import parse


def written_answers(submission: Submission, lab: Lab, template: Template) -> dict[str, str | None]:
    """Return the written answer to each manually graded question, by id; None if the question is not found."""
    starts = question_starts(submission.cells, lab)
    return {q.id: _answer(submission.cells, starts, lab, template, q.id) for q in lab.questions if q.manual}


def written_answer(submission: Submission, lab: Lab, template: Template, id: str) -> str | None:
    """Return the text in the cells of the question `id`; None if the question is not found in the notebook."""
    return _answer(submission.cells, question_starts(submission.cells, lab), lab, template, id)


def _answer(cells: Sequence[Cell], starts: dict[str, int], lab: Lab, template: Template, id: str) -> str | None:
    start = starts.get(id)
    if start is None:
        return None
    texts = [_text(cell) for cell in section(cells, starts, start) if not template.gave(cell.source)]
    written = "\n\n".join(filter(None, (_without_placeholder(text, lab, template) for text in texts)))
    if written or template.gave(cells[start].source):
        return written
    return cells[start].source.strip()  # prompt and answer in one cell, as far as anybody can tell


def _text(cell: Cell) -> str:
    """The prose in a cell; a code cell is prose where it holds nothing but comments and strings."""
    if cell.kind != "code":
        return cell.source
    tree = parse(cell.source)
    if tree is None:
        return ""
    body = tree.body
    strings = [node.value.value for node in body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    if len(strings) < len(body):
        return ""
    return "\n".join([*map(str, strings), *comments(cell.source)])


def _without_placeholder(text: str, lab: Lab, template: Template) -> str:
    for placeholder in template.placeholders:
        text = text.replace(placeholder, "")
    text = text.strip()
    match = re.search(lab.layout.placeholder, text)
    # what is left of an edited placeholder is kept: a person tells it from an answer better than a pattern does
    alone = match is not None and not re.search(r"\w", text[: match.start()] + text[match.end() :])
    return "" if alone else text

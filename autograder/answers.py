"""The text of the written answers, for the person who reads them."""

import re

from autograder.lab import Lab
from autograder.submission import Submission
from autograder.template import Template, folded


def answers(submission: Submission, lab: Lab, template: Template) -> dict[str, str | None]:
    """For each question that a person reads, what was written; None where the question is not to be found."""
    return {q.id: _answer(submission, lab, template, q.id) for q in lab.questions if q.manual}


def _answer(submission: Submission, lab: Lab, template: Template, id: str) -> str | None:
    cells = submission.cells
    opens = lab.layout.question(id)
    start = next((i for i, cell in enumerate(cells) if cell.kind == "markdown" and opens.search(cell.source)), None)
    if start is None:
        return None
    others = [lab.layout.question(question.id) for question in lab.questions if question.id != id]
    texts = []
    for cell in cells[start + 1 :]:
        if cell.kind != "markdown":
            continue
        if any(other.search(cell.source) for other in others):
            break
        if not template.gave(cell.source):
            texts.append(cell.source)
    written = "\n\n".join(filter(None, (_without_placeholder(text, lab) for text in texts)))
    if written or template.gave(cells[start].source):
        return written
    return cells[start].source.strip()  # prompt and answer in one cell, as far as anybody can tell


def _without_placeholder(text: str, lab: Lab) -> str:
    if re.search(lab.layout.placeholder, text) and len(folded(text)) < 120:
        return ""
    return text.strip()

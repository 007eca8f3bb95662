"""Extracts the text of written answers from a notebook, wherever they stand, for the person who grades them."""

import re
from collections.abc import Mapping, Sequence

from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.lab.student_template import Template
from autograder.notebook.cell_texts import MAX_CODE, cell_text, is_blank, sentences_in_code
from autograder.notebook.question_headings import question_starts, section
from autograder.notebook.stray_answers import StrayAnswers
from autograder.notebook.submission import Cell, Submission
from autograder.source.ipython import to_python

ALL_ANSWERS = re.compile(r"(?i)^[\W_]{0,9}(?:respuestas|answers|soluciones|anexo)\b")
MAX_TEXT = 20_000  # characters of a text that was found elsewhere


def written_answers(submission: Submission, lab: Lab, template: Template) -> dict[str, str | None]:
    """Return the written answer to each manually graded question, by id.

    An answer that does not stand below its question is looked for elsewhere: where it is named by its letter, and else
    in all prose of the student's own that no other question claims. "" says that nothing was written that could be the
    answer, None that the question was not found and neither was a text.
    """
    cells = submission.cells
    starts = question_starts(cells, lab, template)
    manual = [question for question in lab.questions if question.manual]
    answers = {question.id: _in_section(cells, starts, lab, template, question) for question in manual}
    unanswered = [question.id for question in manual if not answers[question.id]]
    if unanswered:
        stray = StrayAnswers(cells, starts, lab, template)
        claimed = _claimed(cells, starts, lab, template, answers)
        above = {id: stray.above(starts[id], claimed) for id in unanswered if id in starts}
        claimed |= {cell.index for found in above.values() for cell in found}
        free = stray.unclaimed(claimed)
        for id in unanswered:
            near = "\n\n".join(cell_text(cell, template) for cell in above.get(id, ()))
            answers[id] = (stray.named(id) or near or free)[:MAX_TEXT] or answers[id]
    return answers


def written_answer(submission: Submission, lab: Lab, template: Template, id: str) -> str | None:
    """Return the text in the cells of the question `id`; None if the question is not found in the notebook."""
    question = lab.question(id)
    if question.manual:
        return written_answers(submission, lab, template)[id]
    starts = question_starts(submission.cells, lab, template)
    return _in_section(submission.cells, starts, lab, template, question)


def _in_section(
    cells: Sequence[Cell], starts: Mapping[str, int], lab: Lab, template: Template, question: Question
) -> str | None:
    """The text in the cells between a question's opening and the next question's; None where it has no opening."""
    start = starts.get(question.id)
    if start is None:
        return None
    around = section(cells, starts, start)
    texts = [_text(cell, template, question) for cell in around]
    opening = cells[start].source
    if not template.gave(opening):
        own = template.own(opening)
        # prompt and answer in one cell: without the prompt where it is known, or is a heading with texts below it
        is_heading = len(opening.strip().splitlines()) == 1 and any(texts)
        texts.insert(0, own.text if own.given else "" if is_heading else opening)
    written = [text for text in (without_placeholder(text, lab, template) for text in texts) if text]
    if not written and question.kind == "written":
        written = _own_code(around, template)
    return "\n\n".join(written)


def _text(cell: Cell, template: Template, question: Question) -> str:
    text = cell_text(cell, template)
    if text or cell.kind != "code" or question.kind != "written" or template.gave_code(cell.source):
        return text
    if len(cell.source) <= MAX_CODE and to_python(cell.source) is None:
        return cell.source.strip()  # no Python: words, as far as anybody can tell
    return sentences_in_code(cell, template)


def _own_code(around: Sequence[Cell], template: Template) -> list[str]:
    """The student's own code directly below a question that asks for words: it may be meant to show the answer."""
    own = []
    for cell in around:
        if cell.kind != "code" and template.gave(cell.source) and cell.source.strip() not in template.placeholders:
            break
        if cell.kind == "code" and cell.source.strip() and not template.gave_code(cell.source):
            own.append(cell.source.strip())
    return own


def _claimed(
    cells: Sequence[Cell],
    starts: Mapping[str, int],
    lab: Lab,
    template: Template,
    answers: Mapping[str, str | None],
) -> set[int]:
    """The positions of the cells whose text is the answer to a question, and so is not that to another one.

    A section claims at most the text up to the cell that comes next after the answer in the student version. Where an
    unanswered question follows, text below the placeholder, and the last of several texts, may be the answer to that;
    where one stands before, each of several texts may be.
    """
    claimed: set[int] = set()
    unanswered = {starts[id] for id, text in answers.items() if not text and id in starts}
    for id in (id for id, text in answers.items() if text and id in starts):
        after = section(cells, starts, starts[id])
        ends = (place for place, cell in enumerate(after) if template.closes(cell.source) or _opens_answers(cell))
        answer = after[: next(ends, len(after))]
        texts = [cell for cell in answer if _text(cell, template, lab.question(id))]
        if starts[id] + len(answer) + 1 in unanswered and texts[-1:] == list(answer[-1:]):
            placeholders = [cell.index for cell in answer if cell.source.strip() in template.placeholders]
            below = [cell for cell in texts if placeholders and cell.index > placeholders[-1]]
            texts = [cell for cell in texts if cell not in below] if below else texts[: max(1, len(texts) - 1)]
        if len(texts) > 1 and max((start for start in starts.values() if start < starts[id]), default=-1) in unanswered:
            texts = []
        claimed |= {starts[id], *(cell.index for cell in texts)}
    return claimed


def _opens_answers(cell: Cell) -> bool:
    return cell.kind != "code" and ALL_ANSWERS.match(cell.source[:200]) is not None


def without_placeholder(text: str, lab: Lab, template: Template) -> str:
    """Return a text without the words that ask for an answer; "" where it holds nothing else."""
    for placeholder in template.placeholders:
        text = text.replace(placeholder, "")
    text = text.strip()
    match = re.search(lab.layout.placeholder, text)
    # what is left of an edited placeholder is kept: a person tells it from an answer better than a pattern does
    alone = match is not None and not re.search(r"\w", text[: match.start()] + text[match.end() :])
    return "" if alone or is_blank(text) else text

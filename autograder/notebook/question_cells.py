"""Finds the cells of a notebook that belong to a question, by the lab's headings and by what cells define or train."""

import ast
from collections.abc import Mapping, Sequence

from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.notebook.submission import Cell
from autograder.source.parsing import parse_or_empty
from autograder.source.training import StatementPlace, training_statements

Uses = Mapping[StatementPlace, Mapping[str, frozenset[str]]]  # the globals of each training statement, with classes


def question_starts(cells: Sequence[Cell], lab: Lab) -> dict[str, int]:
    """Return the position of the cell that opens each question, by question id, in the order of the lab.

    A question without a heading is left out. Headings are looked for in order, because an answer may itself list its
    reasons as a), b), c).
    """
    prose = {place: cell.source for place, cell in enumerate(cells) if cell.kind == "markdown"}
    starts: dict[str, int] = {}
    for lines in ({place: _first_line(text) for place, text in prose.items()}, prose):
        last = -1
        for number, question in enumerate(lab.questions):
            opens = lab.layout.question(question.id)
            limit = min((starts[q.id] for q in lab.questions[number:] if q.id in starts), default=len(cells))
            places = (place for place, text in lines.items() if last < place <= limit and opens.search(text))
            at = starts.get(question.id, next(places, None))
            if at is not None:
                starts[question.id] = last = at
    return starts


def section(cells: Sequence[Cell], starts: Mapping[str, int], start: int) -> Sequence[Cell]:
    """Return the cells after `start`, the position of the cell that opens a question, up to the next question."""
    return cells[start + 1 : min((place for place in starts.values() if place > start), default=len(cells))]


def answer_cells(question: Question, sources: Mapping[int, str], uses: Uses, lab: Lab) -> list[int]:
    """Return the sorted indices of the code cells that answer a question.

    They define what the question asks for, or train what it asks to train. `sources` are the code cells by index.
    """
    names = {spelling.lower() for name in question.defines for spelling in lab.spellings(name)}
    defining = [index for index, source in sources.items() if names & _defined(source)]
    models = [spelling for name in question.trains for spelling in lab.spellings(name)]
    everywhere = training_statements(sources, uses) if models else []
    training = [statement for statement in everywhere if statement.names(*models)]
    called = {name.lower() for statement in training for name, kinds in statement.uses.items() if "function" in kinds}
    helping = [index for index, source in sources.items() if training and called & _defined(source)]
    return sorted({*defining, *helping, *(statement.place.cell for statement in training)})


def code_cells(
    question: Question, cells: Sequence[Cell], sources: Mapping[int, str], uses: Uses, lab: Lab
) -> list[int]:
    """Return the sorted indices of a question's code cells: those that answer it and those below its heading.

    Without a heading, the cells that follow its answer count, up to the next question. Cells that answer only another
    question are left out. The list is empty where neither heading nor answer exists.
    """
    answers = answer_cells(question, sources, uses, lab)
    other_answers = [answer_cells(other, sources, uses, lab) for other in lab.questions if other.id != question.id]
    elsewhere = {index for indices in other_answers for index in indices} - set(answers)
    starts = question_starts(cells, lab)
    if question.id in starts:
        around = section(cells, starts, starts[question.id])
    elif answers:
        stops = [place for place in {*starts.values(), *elsewhere} if place > answers[-1]]
        around = cells[answers[-1] : min(stops, default=len(cells))]
    else:
        around = ()
    below = {cell.index for cell in around if cell.index in sources}
    return sorted({*answers, *(below - elsewhere)})


def _defined(source: str) -> set[str]:
    names: set[str] = set()
    waiting: list[ast.AST] = [parse_or_empty(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name.lower())
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id.lower())
        else:
            waiting += ast.iter_child_nodes(node)
    return names


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")

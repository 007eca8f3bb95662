"""Which cells of a notebook belong to a question: by the headings of the lab, and by what the cells define or train."""

import ast
from collections.abc import Mapping, Sequence

from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.notebook.submission import Cell
from autograder.source.parsing import parse_or_empty
from autograder.source.training import StatementPlace, training_statements

Uses = Mapping[StatementPlace, Mapping[str, frozenset[str]]]  # the globals of each training statement, with classes


def question_starts(cells: Sequence[Cell], lab: Lab) -> dict[str, int]:
    """Return the cell that opens each question, in the order of the lab; a question without a heading is left out.

    The order matters, for an answer may well count its reasons a), b), c).
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
    """Return the cells after the one that opens a question, up to the one that opens the next."""
    return cells[start + 1 : min((place for place in starts.values() if place > start), default=len(cells))]


def answer_cells(question: Question, sources: Mapping[int, str], uses: Uses, lab: Lab) -> list[int]:
    """Return the code cells that answer a question: they define what it asks for, or train what it asks to train.

    `sources` are the code cells by index.
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
    """Return the code cells of a question: those that answer it, and those that stand below its heading.

    Without a heading, those that follow its answer, up to the next question. What answers only another question does
    not belong to it. Empty where nobody can tell.
    """
    answers = answer_cells(question, sources, uses, lab)
    others = [answer_cells(other, sources, uses, lab) for other in lab.questions if other.id != question.id]
    elsewhere = {index for indices in others for index in indices} - set(answers)
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

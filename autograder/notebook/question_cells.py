"""Finds the code cells of a notebook that belong to a question, by the headings and by what cells define or train."""

import ast
from collections.abc import Mapping, Sequence

from autograder.lab.declaration import Lab
from autograder.lab.question import Question
from autograder.notebook.question_headings import question_starts, section
from autograder.notebook.submission import Cell
from autograder.source.parsing import parse_or_empty
from autograder.source.training import StatementPlace, training_statements

Uses = Mapping[StatementPlace, Mapping[str, frozenset[str]]]  # the globals of each training statement, with classes


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

"""Where the answers of a notebook stand: the names that each needs, and the cell after which it is complete."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from autograder.lab.declaration import Lab, Question
from autograder.notebook.question_headings import question_starts, section
from autograder.notebook.submission import Submission
from autograder.source.name_flow import NameFlow, TopStatement
from autograder.source.parsing import parse_or_empty
from autograder.source.training import StatementPlace


@dataclass(frozen=True)
class AnswerPlaces:
    """The questions that are answered once a cell has run, by the cell's index.

    By question, `needed` are the names that the answer uses, and `own` those that it sets itself.
    """

    complete: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    needed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def answer_places(
    submission: Submission, sources: Mapping[int, str], watched: Iterable[StatementPlace], lab: Lab
) -> AnswerPlaces:
    """Find the answers of a notebook, whose code cells by index are `sources`.

    An answer is complete after the last cell below its heading that sets one of its names, or after the last such cell
    of the notebook where there is none below the heading: what defines the name again elsewhere is an extra.
    """
    flow = NameFlow.of(sources)
    starts = question_starts(submission.cells, lab)
    complete: dict[int, tuple[str, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    own_names: dict[str, tuple[str, ...]] = {}
    for question in lab.questions:
        defined = _defined(question, flow, lab)
        trainings = _trainings(question, flow, watched, lab)
        names = defined.union(*(statement.uses | statement.sets for statement in trainings))
        if not names:
            continue
        own_names[question.id] = tuple(sorted(defined.union(*(statement.sets for statement in trainings))))
        cells = {statement.cell for statement in (*flow.setting(defined), *trainings)}
        start = starts.get(question.id)
        own = {cell.index for cell in section(submission.cells, starts, start)} if start is not None else set()
        last = max(cells & own or cells)
        for name in defined:  # a part of the answer may stand only elsewhere
            elsewhere = {statement.cell for statement in flow.setting({name})}
            last = max(last, min(elsewhere) if elsewhere.isdisjoint(own) else last)
        needed[question.id] = tuple(sorted(flow.needed(names, last)))
        complete[last] = (*complete.get(last, ()), question.id)
    return AnswerPlaces(complete, needed, own_names)


def _trainings(question: Question, flow: NameFlow, watched: Iterable[StatementPlace], lab: Lab) -> list[TopStatement]:
    """Return the statements that train what a question asks to train.

    Names such as `loss`, which each of several loops sets for itself, tell nothing where other names do.
    """
    trained = {spelling for name in question.trains for spelling in lab.spellings(name)}
    surely, perhaps = [], []
    for place in watched if trained else ():
        stored = {node.id for node in ast.walk(parse_or_empty(place.text)) if _is_stored(node)}
        for statement in NameFlow.of({place.cell: place.text}).statements:
            others = NameFlow(tuple(one for one in flow.statements if one.uses != statement.uses))
            if others.needed(statement.uses - stored, place.cell) & trained:
                surely.append(statement)
            elif flow.needed(statement.uses, place.cell) & trained:
                perhaps.append(statement)
    return surely or perhaps


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _defined(question: Question, flow: NameFlow, lab: Lab) -> set[str]:
    spellings = {spelling.lower() for name in question.defines for spelling in lab.spellings(name)}
    return {name for statement in flow.statements for name in statement.sets if name.lower() in spellings}

"""Generates subjects of an audit: random answers, empty answers, and mutants of the reference.

Random answers reveal a check that fails nobody: definitions answer at random, in several ways, and training loops have
their statements shuffled or left out. Mutants are made automatically by changing one place of the reference.
"""

import ast
import copy
import difflib
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from autograder.audit import subjects
from autograder.audit.mutation import Mutation, imported, mutations
from autograder.audit.subjects import MutantChange, Subject, SubjectKind
from autograder.kernel_side import empty_answers, random_answers
from autograder.lab.declaration import Lab, Question
from autograder.lab.master import Master, MasterCell
from autograder.source.parsing import parse
from autograder.source.training_loops import TrainingCalls

WAYS = (
    random_answers.SAME_SHAPE,
    random_answers.NO_GRADIENT,
    random_answers.OTHER_SHAPE,
    random_answers.OTHER_TYPE,
    random_answers.CHANGES_ARGUMENTS,
)
DRAWS = 6  # orders of a loop's statements
KEPT = 0.75  # of a loop's statements


def empty_subjects(lab: Lab, master: Master) -> list[Subject]:
    """Return subjects with answers that compute nothing, to every question that has checks and asks for definitions."""
    return [
        Subject(SubjectKind.EMPTY, f"empty_{question.id}_{way}", (question.id,), notebook)
        for question in lab.questions
        if question.checked
        for way in empty_answers.WAYS
        for notebook in _with_definitions_changed(question, lab, master, empty_answers, "empty_globals", way)
    ]


def random_subjects(lab: Lab, master: Master) -> list[Subject]:
    """Return subjects with random answers to every question that has checks."""
    return [
        subject
        for question in lab.questions
        if question.checked
        for subject in _random_of_question(question, lab, master)
    ]


def _random_of_question(question: Question, lab: Lab, master: Master) -> Iterator[Subject]:
    notebook = master.reference()
    sources = _answer(question, master)
    for way in WAYS:
        for changed in _with_definitions_changed(question, lab, master, random_answers, "randomize_globals", way):
            yield _random_subject(question, f"values_{way}", changed)
    for draw in range(DRAWS if question.trains else 0):
        shuffled = {place: _shuffled(source, random.Random(draw)) for place, source in sources.items()}
        yield _random_subject(question, f"order_{draw}", subjects.with_sources(notebook, shuffled))


def _random_subject(question: Question, name: str, notebook: str) -> Subject:
    return Subject(SubjectKind.RANDOM, f"random_{question.id}_{name}", (question.id,), notebook)


def _answer(question: Question, master: Master) -> dict[int, str]:
    """The reference's cells that answer a question, by their place."""
    cells = master.reference()["cells"]
    places = [place for place, cell in master.answer_cells.items() if cell.question == question.id]
    return {place: str(cells[place]["source"]) for place in places}


def _with_definitions_changed(
    question: Question, lab: Lab, master: Master, module: ModuleType, function: str, way: int | str
) -> Iterator[str]:
    """The reference with what a question asks for changed by a function of a module; none if it asks for no name."""
    sources = _answer(question, master)
    names = [spelling for name in question.defines for spelling in lab.spellings(name)]
    if not sources or not names:
        return
    code = Path(str(module.__file__)).read_text(encoding="utf-8")
    # in a namespace of its own: the notebook keeps its names
    change = f"_dice = {{}}\nexec({code!r}, _dice)\n_dice[{function!r}](globals(), {names!r}, {way!r})"
    last = max(sources)
    yield subjects.with_sources(master.reference(), {last: f"{sources[last]}\n\n{change}"})


def _shuffled(source: str, draw: random.Random) -> str:
    """Return the source with the statements of its training loops in another order, some of them left out."""
    tree = copy.deepcopy(parse(source))  # it is changed below, and others read the same one
    if tree is None:
        return source
    calls = TrainingCalls.of([tree])
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While) and calls.within(node):
            statements = [part for part in node.body if draw.random() < KEPT]
            draw.shuffle(statements)
            node.body = statements or [ast.Pass()]
    return ast.unparse(ast.fix_missing_locations(tree))


def mutant_subjects(master: Master, unjudged: Sequence[str] = ()) -> list[Subject]:
    """Return all first-order mutants of the answers in a master notebook, in the order of its lines.

    A mutant is of the kind UNJUDGED if its line, before or after the change, matches one of the patterns `unjudged`.
    """
    aside = re.compile("|".join(unjudged) or r"(?!)")
    return [
        subject
        for place, cell in master.answer_cells.items()
        for subject in _mutants_of_cell(place, cell, master, aside)
    ]


def _mutants_of_cell(place: int, cell: MasterCell, master: Master, aside: re.Pattern[str]) -> Iterator[Subject]:
    notebook = master.reference()
    source = notebook["cells"][place]["source"]
    numbers = _numbers(cell)
    solution_lines = {line.number for line in cell.parts("solution")}
    written = {at for at, number in numbers.items() if number in solution_lines}
    modules = imported(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    for count, mutation in enumerate(mutations(source, written, modules)):
        changed = _diff(source, mutation)
        touched = (source.splitlines()[mutation.line - 1], *changed.splitlines())
        yield Subject(
            kind=SubjectKind.UNJUDGED if any(map(aside.search, touched)) else SubjectKind.MUTANT,
            name=f"mutant_{cell.question}_{numbers[mutation.line]}_{mutation.operator}_{count}",
            questions=(cell.question,),
            notebook=subjects.with_sources(notebook, {place: mutation.source}),
            change=MutantChange(mutation.operator, numbers[mutation.line], changed),
        )


def _numbers(cell: MasterCell) -> dict[int, int]:
    """Map each line of the answer in the reference notebook to its line in the master notebook."""
    lines = cell.parts("given", "solution")
    first = next((at for at, line in enumerate(lines) if line.text.strip()), 0)  # the notebook's text is stripped
    return {at - first + 1: line.number for at, line in enumerate(lines)}


def _diff(source: str, mutation: Mutation) -> str:
    changed = difflib.unified_diff(source.splitlines(), mutation.source.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in changed if not line.startswith(("---", "+++", "@@")))

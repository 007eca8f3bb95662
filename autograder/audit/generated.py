"""Submissions whose answer to one question is random: a check that none of them fails may fail nobody.

What must be defined answers at random, in several ways; of what must be trained, the statements of the loop come in
random order, some of them not at all.
"""

import ast
import random
from collections.abc import Iterator
from pathlib import Path

from autograder.audit import subjects
from autograder.audit.subjects import Kind, Specimen
from autograder.kernel_side import random_answers
from autograder.lab.declaration import Lab, Question
from autograder.lab.master import Master
from autograder.source.parsing import parse
from autograder.source.training_loops import Calls

WAYS = (
    random_answers.SAME_SHAPE,
    random_answers.NO_GRADIENT,
    random_answers.OTHER_SHAPE,
    random_answers.OTHER_TYPE,
    random_answers.CHANGES_ARGUMENTS,
)
DRAWS = 6  # orders of a loop's statements
KEPT = 0.75  # of a loop's statements


def specimens(lab: Lab, master: Master) -> list[Specimen]:
    """The random submissions of every question that has checks."""
    return [made for question in lab.questions if question.checked for made in _of(question, lab, master)]


def _of(question: Question, lab: Lab, master: Master) -> Iterator[Specimen]:
    notebook = master.reference()
    places = [place for place, cell in master.answer_cells.items() if cell.question == question.id]
    sources = {place: str(notebook["cells"][place]["source"]) for place in places}
    names = [spelling for name in question.defines for spelling in lab.spellings(name)]
    for way in WAYS if names and places else ():
        last = {places[-1]: f"{sources[places[-1]]}\n\n{_scrambling(names, way)}"}
        yield _made(question, f"values_{way}", subjects.with_sources(notebook, last))
    for draw in range(DRAWS if question.trains else 0):
        shuffled = {place: _shuffled(source, random.Random(draw)) for place, source in sources.items()}
        yield _made(question, f"order_{draw}", subjects.with_sources(notebook, shuffled))


def _made(question: Question, name: str, notebook: str) -> Specimen:
    return Specimen(Kind.RANDOM, f"random_{question.id}_{name}", (question.id,), notebook)


def _scrambling(names: list[str], way: int) -> str:
    told = Path(random_answers.__file__).read_text(encoding="utf-8")
    # in a namespace of its own: the notebook keeps its names
    return f"_dice = {{}}\nexec({told!r}, _dice)\n_dice['randomize_globals'](globals(), {names!r}, {way})"


def _shuffled(source: str, draw: random.Random) -> str:
    """The source with the statements of its training loops in another order, some of them left out."""
    tree = parse(source)
    if tree is None:
        return source
    calls = Calls.of([tree])
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While) and calls.within(node):
            kept = [statement for statement in node.body if draw.random() < KEPT]
            draw.shuffle(kept)
            node.body = kept or [ast.Pass()]
    return ast.unparse(ast.fix_missing_locations(tree))

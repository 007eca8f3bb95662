"""Laws of which cells belong to a question."""

import pytest

from autograder.lab.declaration import Lab, Layout
from autograder.lab.question import Question
from autograder.notebook.question_cells import answer_cells, code_cells
from autograder.notebook.submission import Cell
from autograder.source.training import StatementPlace

CODE = Question("d", "Head", "code", 1.0, defines=("Head",))
LOOP = Question("i", "Loop", "code", 1.0, trains=("GPT",))
LAB = Lab("x", "X", (CODE, LOOP), aliases={"Head": ("Kopf",)}, layout=Layout(r"(?m)^# {id}\)"))


def cells_of(question, *texts):
    """The code cells of a question in a notebook of cells, of which those that begin with # are markdown."""
    cells = [Cell(i, "markdown" if text.startswith("#") else "code", text) for i, text in enumerate(texts)]
    sources = {cell.index: cell.source for cell in cells if cell.kind == "code"}
    return code_cells(question, cells, sources, {}, LAB)


@pytest.mark.parametrize(
    "source",
    [
        "class Head: pass",
        "class kopf: pass",
        "def HEAD(): pass",
        "Head = make()",
        "x = Head = make()",
        "Head, other = make()",
        "Head: type = make()",
        "if True:\n    class Head: pass",
    ],
)
def test_a_definition_answers_whatever_its_form_and_spelling(source):
    """The cell that defines what a question asks for answers it, in any spelling and form of definition."""
    assert answer_cells(CODE, {0: "x = 1", 1: source}, {}, LAB) == [1]


@pytest.mark.parametrize(
    "source", ["Head()", "def f():\n    class Head: pass", "class Heads: pass", "x = Head", "class ("]
)
def test_a_use_answers_nothing(source):
    """A cell that only uses a name, or defines it inside something else, answers no question."""
    assert answer_cells(CODE, {0: source}, {}, LAB) == []


def test_a_training_cell_answers_by_what_it_trains():
    """The cell that trains a model of the class that a question names answers it."""
    uses = {
        StatementPlace(i, 0, "fit(m)"): {"m": frozenset({name, "Module"})} for i, name in enumerate(("Bigram", "GPT"))
    }
    assert answer_cells(LOOP, {0: "fit(m)", 1: "fit(m)"}, uses, LAB) == [1]


def test_the_cells_below_a_heading_belong_to_its_question():
    """A question has the code cells between its heading and the next one, and its answer wherever that stands."""
    assert cells_of(CODE, "y = 1", "# d) Head", "a = 1", "b = 2", "# i) Loop", "c = 3", "class Head: pass") == [2, 3, 6]
    assert cells_of(LOOP, "# d) Head", "a = 1", "# i) Loop", "c = 3", "class Head: pass") == [3]


def test_without_a_heading_the_cells_after_the_answer_belong_to_it():
    """Where the heading is gone, a question has its answer and what follows up to the next question."""
    assert cells_of(CODE, "y = 1", "class Head: pass", "print(1)", "# i) Loop", "c = 3") == [1, 2]
    assert cells_of(LOOP, "y = 1", "# d) Head", "class Head: pass") == []

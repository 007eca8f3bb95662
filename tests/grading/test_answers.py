"""Laws of answer places: an answer is complete where its heading says, and needs what its own code uses."""

from pathlib import Path

from autograder.grading.answers import AnswerPlaces, answer_places
from autograder.lab.declaration import Lab, Question
from autograder.notebook.submission import Cell, Submission
from autograder.source.training import find_training

LAB = Lab(
    "x",
    "X",
    (
        Question("a", "A", "code", 1.0, defines=("encode", "decode")),
        Question("b", "B", "written", 1.0),
        Question("c", "C", "code", 1.0, trains=("Model",)),
    ),
    aliases={"Model": ("Net",)},
)
TRAINING = "for step in range(steps):\n    loss = net(batch()).sum()\n    loss.backward()\n    optimizer.step()"


def places(*cells: str) -> AnswerPlaces:
    """The answers of a notebook; cells that begin with a letter and a parenthesis are headings."""
    kinds = ["markdown" if text[1:2] == ")" else "code" for text in cells]
    made = tuple(Cell(i, kind, text, i + 1) for i, (kind, text) in enumerate(zip(kinds, cells, strict=True)))
    submission = Submission(Path("x.ipynb"), "0" * 64, made)
    sources = {cell.index: cell.source for cell in submission.code}
    return answer_places(submission, sources, find_training(sources), LAB)


def test_an_answer_is_complete_after_the_last_cell_below_its_heading():
    """The last cell of the section that sets one of the names completes it; elsewhere it is an extra."""
    found = places("a) Tables", "encode = 1", "decode = 2", "x = 3", "b) Why", "encode = 4")
    assert found.complete == {2: ("a",)}
    assert found.own["a"] == ("decode", "encode")
    assert places("a) Tables", "encode = 1", "b) Why", "decode = 2", "decode = 3").complete == {3: ("a",)}


def test_without_a_heading_the_last_definition_completes_it():
    """Where no heading tells, or nothing stands below it, an answer is what the notebook defines last."""
    assert places("encode = 1", "x = 2", "encode = 3").complete == {2: ("a",)}
    assert places("encode = 1", "a) Tables", "x = 2", "b) Why", "decode = 4").complete == {4: ("a",)}


def test_an_answer_needs_what_its_code_uses():
    """Needs follow definitions up to the answer, and spellings count in any case."""
    found = places("a) Tables", "table = make(text)", "def Encode(s): return table[s]", "b) Why", "table = other")
    assert {"Encode", "table", "make", "text"} <= set(found.needed["a"])
    assert "other" not in found.needed["a"]


def test_a_training_statement_is_an_answer():
    """What trains a model of the lab answers its question, and needs all that it uses; no other loop does."""
    cells = ("class Net: pass\nnet = Net()", "optimizer = Adam(net.parameters(), lr=rate)", TRAINING)
    found = places(*cells, TRAINING.replace("net", "other").replace("optimizer", "plain"))
    assert found.complete == {2: ("c",)}
    assert {"Net", "net", "optimizer", "rate", "batch", "steps"} <= set(found.needed["c"])


def test_what_is_not_answered_has_no_place():
    """A notebook without answers, or one that nobody can read, has no places."""
    for cell in ("x = 1", "encode(", ""):
        assert places(cell).complete == {}

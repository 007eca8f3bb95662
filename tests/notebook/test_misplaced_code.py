"""Laws of answers in code that stand where they do not run."""

import pytest

from autograder.lab.declaration import Lab, Layout, Question
from autograder.notebook.misplaced_code import misplaced_answers
from autograder.notebook.submission import Cell

HEAD = Question("d", "Head", "code", 1.0, defines=("Head",))
LOOP = Question("i", "Loop", "code", 1.0, trains=("GPT",))
LAB = Lab("x", "X", (HEAD, LOOP), aliases={"Head": ("Kopf",)}, layout=Layout(r"(?m)^# {id}\)"))
CLASS = "class Head(nn.Module):\n    def forward(self, x):\n        return x"


def misplaced(*cells):
    """The questions that are answered in text; cells are (kind, source)."""
    return misplaced_answers([Cell(place, *cell) for place, cell in enumerate(cells)], LAB)


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("markdown", CLASS),
        ("markdown", f"```python\n{CLASS}\n```"),
        ("raw", CLASS.replace("Head", "kopf")),
        ("code", "\n".join(f"# {line}" for line in CLASS.splitlines())),
        ("code", f"x = 1\n'''\n{CLASS}\n'''"),
        ("code", f"%%script false\n{CLASS}"),
        ("markdown", "Head = make_head(3)"),
        ("code", f"Aquí está la clase que se pide en la pregunta:\n{CLASS}"),
    ],
)
def test_a_definition_in_text_is_an_answer_that_was_not_run(kind, source):
    """A definition in a markdown or raw cell, in comments or in a text is found, with its cell."""
    assert misplaced(("code", "x = 1"), (kind, source)) == {"d": 1}


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("code", CLASS),
        ("code", CLASS.replace("):", ")")),
        ("markdown", "The class `Head` is one head: Head == head."),
        ("code", "# Head has three layers"),
    ],
)
def test_code_that_runs_and_talk_about_it_are_not_misplaced(kind, source):
    """Code in a code cell is where it belongs, and a sentence about a name defines nothing."""
    assert misplaced((kind, source)) == {}


def test_a_loop_in_text_is_that_of_its_section():
    """A loop that trains, in text below a heading, answers that question alone."""
    loop = "```\nfor x in data:\n    loss.backward()\n```"
    assert misplaced(("markdown", "# d) Head"), ("markdown", "# i) Loop"), ("markdown", loop)) == {"i": 2}
    assert misplaced(("markdown", "# d) Head"), ("markdown", loop), ("markdown", "# i) Loop")) == {}

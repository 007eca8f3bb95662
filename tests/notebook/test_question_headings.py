"""Laws of which cells open the questions."""

import pytest

from autograder.lab.declaration import Lab, Layout, Question
from autograder.lab.student_template import Template, plain
from autograder.notebook.question_headings import question_starts
from autograder.notebook.submission import Cell

LAB = Lab(
    "x",
    "X",
    tuple(Question(id, id, "written", 1.0) for id in "abc"),
    layout=Layout(r"(?im)^[\W_]*(?:question)?[\W_]*\b{id}\)"),
)
HEADINGS = ("### Question a) One", "### Question b) Two", "### Question c) Three")
PROMPT = "Explain in your own words why the mask has to be triangular"


def starts(*texts, template=None):
    """Where the questions begin in a notebook of markdown cells."""
    cells = [Cell(place, "markdown", text) for place, text in enumerate(texts)]
    return question_starts(cells, LAB, *([template] if template else []))


@pytest.mark.parametrize(
    "above",
    [
        ("- [ ] a) one", "- [ ] b) two", "- [x] c) three"),
        ("a) one", "b) two", "c) three"),
        ("## a) one", "## b) two", "## c) three"),
        ("a) one ✔\n\nb) two ✔\n\nc) three",),
        ("| a) | done |\n|---|---|\n| b) | done |",),
    ],
)
def test_a_list_of_the_questions_opens_none(above):
    """A check list or a table of contents at the top, in one cell or many, does not shift where the questions are."""
    first = len(above)
    assert starts(*above, HEADINGS[0], "x", HEADINGS[1], "y", HEADINGS[2]) == {
        "a": first,
        "b": first + 2,
        "c": first + 4,
    }


def test_lettered_reasons_open_nothing():
    """Reasons a), b), c) of an answer are no questions where there are headings, even if a heading is gone."""
    assert starts(*HEADINGS[:2], "a) first\n\nb) second\n\nc) third", "c) fourth") == {"a": 0, "b": 1}


@pytest.mark.parametrize(
    "style", ["> {id}) {id}", "**{id})** x", "{id}) x", "**Question {id})** x", "Question {id}: x"]
)
def test_headings_may_look_otherwise(style):
    """Questions are found by quotes, bold letters and plain lines as well, where the whole notebook is written so."""
    assert starts(*(style.format(id=id) for id in "abc")) == {"a": 0, "b": 1, "c": 2}


def test_a_prompt_is_known_without_its_letter():
    """A question whose letter was taken away is known by the words of its prompt."""
    template = Template(frozenset(), frozenset(), prompts={"b": f"### Question b) {PROMPT}"})
    assert plain(PROMPT) in plain(template.prompts["b"])
    assert starts(HEADINGS[0], f"### {PROMPT}", HEADINGS[2], template=template) == {"a": 0, "b": 1, "c": 2}


def test_rows_of_signs_take_no_time():
    """A line of a hundred thousand signs, and as many lines of signs, are looked through at once."""
    assert starts("*" * 100_000, "\n" * 100_000, "_ " * 50_000) == {}

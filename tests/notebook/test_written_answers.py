"""Laws of the text of the written answers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.lab.declaration import Lab, Layout, Question
from autograder.lab.student_template import Template, folded
from autograder.notebook.submission import Cell, Submission
from autograder.notebook.written_answers import written_answers

QUESTIONS = tuple(Question(id, id, kind, 1.0) for id, kind in (("a", "code"), ("b", "written"), ("c", "both")))
LAB = Lab("x", "X", QUESTIONS, layout=Layout(r"(?im)^[\W_]*(?:question)?[\W_]*\b{id}\)", r"(?i)type your answer here"))
A, B, C = "### Question a) Code", "### Question b) Why?", "### Question c) Both"
BLANK = "_Type your answer here, over this text._"
GIVEN = Template(frozenset(map(folded, (A, B, C, BLANK, "## Next chapter"))), frozenset())


def written(*cells, question="b", template=GIVEN):
    """What is read as the answer to a question; cells are markdown, or (kind, source)."""
    pairs = [("markdown", cell) if isinstance(cell, str) else cell for cell in cells]
    made = tuple(Cell(place, kind, source) for place, (kind, source) in enumerate(pairs))
    return written_answers(Submission(Path("x.ipynb"), "", made), LAB, template)[question]


def test_only_what_a_person_reads_is_looked_for():
    """There is an entry for each question that a person reads, and for no other."""
    assert set(written_answers(Submission(Path("x.ipynb"), "", ()), LAB, GIVEN)) == {"b", "c"}


def test_the_answer_stands_between_its_question_and_the_next():
    """An answer is the text between its question and the next one, all cells of it."""
    assert written(A, "no", B, "one\n", "two", C, "three") == "one\n\ntwo"
    assert written(A, "no", B, "one", C, "three", question="c") == "three"


def test_what_was_given_is_no_answer():
    """Cells of the student version are left out, wherever they stand."""
    assert written(B, "one", "## Next chapter", C) == "one"
    assert written(B, BLANK, C) == ""
    assert written(B, C) == ""


def test_code_is_no_text():
    """Code cells between a question and its answer are passed over."""
    assert written(B, ("code", "x = 1"), "one") == "one"


def test_a_question_that_is_not_there_is_not_an_empty_answer():
    """Where a question's line is gone, the answer is None, which a person looks for."""
    assert written(A, "text", C) is None


def test_an_answer_may_stand_in_the_cell_of_its_question():
    """An answer written below the question in the question's own cell is that cell's text."""
    assert written(f"{B}\n\nBecause.", C) == f"{B}\n\nBecause."


def test_the_last_question_reaches_to_the_end():
    """The answer to the last question goes on to the end of the notebook."""
    assert written(C, "one", "two", question="c") == "one\n\ntwo"


@pytest.mark.parametrize("blank", ["type your answer here", "**Type your answer here:**\n", f"{BLANK}\n\n"])
def test_a_placeholder_alone_is_no_answer(blank):
    """A placeholder that was touched but not answered is an empty answer."""
    assert written(B, blank, C) == ""


@pytest.mark.parametrize("answer", ["n_head * head_size = n_embd", "Because of the variance. " * 20])
def test_an_answer_beside_the_placeholder_counts(answer):
    """An answer written beside the placeholder, short or long, is not lost."""
    assert answer.strip() in written(B, f"{BLANK} {answer}", C)
    assert answer.strip() in written(B, f"_Type your answer here:_\n\n{answer}", C)


def test_an_enumeration_is_no_question():
    """An answer that lists its reasons as a), b), c) is not cut off there."""
    answer = "Two reasons:\n\na) the first\n\nc) the second"
    assert written(B, answer, C) == answer


def test_an_enumeration_before_the_question_is_not_it():
    """A list in an earlier answer is not taken for the question of that letter."""
    assert written(B, "b) one\n\nc) two", C, "mine", question="c") == "mine"


def test_text_in_a_raw_cell_is_not_lost():
    """An answer in a cell of another kind than markdown never reads as empty where a person can see it."""
    assert written(B, ("raw", "Because."), C) != ""


OWN = "The matrix is symmetric, so direction is lost."
CODE_CELLS = [
    f'print("{OWN}")',
    f'answer = """{OWN}"""',
    f"%%markdown\n{OWN}",
    f"%%html\n<p>{OWN}</p>",
    f"from IPython.display import Markdown\nMarkdown('{OWN}')",
    OWN,
    f"# {OWN}",
    f'"""{OWN}"""',
    f"X = make()  # {OWN}",
    "Porque es simétrica",
    "print(X @ X.T)",
]


@pytest.mark.parametrize("source", CODE_CELLS)
@pytest.mark.parametrize("after", [(), (BLANK,)], ids=["alone", "above the placeholder"])
def test_an_answer_may_stand_in_a_code_cell(source, after):
    """Texts that code shows, comments, sentences in a code cell, and code where nothing else is, answer."""
    assert written(B, ("code", source), *after, C) not in ("", None)
    assert written(B, ("code", source), *after, C, BLANK, question="c") == ""


@pytest.mark.parametrize("cell", [OWN, ("raw", OWN), ("code", OWN), ("code", f"# {OWN}"), f"<!-- {OWN} -->"])
def test_an_answer_may_stand_above_its_question(cell):
    """A text directly above a question that has no answer is its answer."""
    assert OWN in written(A, ("code", "x = 1"), cell, B, BLANK, C)


@pytest.mark.parametrize(
    "cells",
    [
        ("b) It is symmetric.\n\nc) It is better.",),
        ("## Answers", "**b)**", "It is symmetric.", "**c)** It is better."),
        (("code", 'answer_b = "It is symmetric."\nanswer_c = "It is better."'),),
        (("code", 'print("b) It is symmetric.")\nprint("c) It is better.")'),),
        ("### Question b\nIt is symmetric.\n### Question c\nIt is better.",),
        (("code", "x = 1\n# b) It is symmetric.\n# c) It is better."),),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["top", "end"])
def test_answers_may_stand_together(cells, first):
    """Answers that stand together at the top or the end are told apart by their letters."""
    asked = (A, B, BLANK, C, BLANK, "## Next chapter")
    for question, text in (("b", "It is symmetric."), ("c", "It is better.")):
        found = written(*((*cells, *asked) if first else (*asked, *cells)), question=question)
        assert text in found


def test_prose_that_no_question_claims_may_be_any_answer():
    """Own prose far from every question is shown for each that has no answer, and no zero is given."""
    cells = (A, ("code", "x = 1"), OWN, "## Next chapter", B, BLANK, C, BLANK)
    assert written(*cells) == written(*cells, question="c") == OWN


@pytest.mark.parametrize(
    "cells",
    [
        ("- [x] a) code\n- [x] b) why\n- [ ] c) both",),
        ("a) code is done", "b) why is done", "c) both to do"),
        ("**Name:** Ana María Pérez del Río",),
        ("## My own short title",),
        ("```python\nclass Head:\n    # the mask is not learnt, as the text says\n    x = 1\n```",),
        (("code", "# !wget https://example.org/a.txt"),),
        (("code", "x = 1  # the mask is not learnt, as the text says"),),
    ],
)
def test_what_cannot_be_an_answer_is_none(cells):
    """Lists of the questions, names, short titles, code and the comments of code answer nothing."""
    assert written(*cells, A, B, BLANK, C, BLANK) == ""


@given(st.lists(st.tuples(st.sampled_from(["code", "markdown", "raw"]), st.text())))
def test_any_notebook_has_answers_or_none(cells):
    """Whatever a notebook holds, looking for answers does not fail."""
    assert isinstance(written(A, B, *cells), str)

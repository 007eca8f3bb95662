"""Laws of the text of the written answers."""

from pathlib import Path

import pytest

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

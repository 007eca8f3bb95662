"""Laws of conflicts that git left in cells; what else happens to a file is tested with the notebook that is read."""

import time
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis.strategies import text

from autograder.errors import SubmissionError
from autograder.notebook.decoding import notebook_table, without_conflicts


def test_the_first_side_of_a_conflict_is_the_answer():
    """Of two versions the first runs, on its own lines, with what stood around it; three sides are no other matter."""
    cell = "a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> otra\nc = 4"
    assert without_conflicts(cell)[0] == "a = 1\n\nb = 2\n\n\n\nc = 4"
    assert (
        without_conflicts(cell.replace("=======", "||||||| base\nb = 0\n======="))[0].split()
        == without_conflicts(cell)[0].split()
    )
    assert len(without_conflicts(f"{cell}\n{cell}")[1]) == 2


@given(text())
def test_other_text_is_left(source):
    """What is no conflict comes back as written."""
    assert without_conflicts(source) == (source, ())


@pytest.mark.parametrize(
    "text", ['"' + '\\"' * 300_000, "\n<<<<<<<" * 200_000, "\n<<<<<<<" * 9000 + "\n=======" * 9000]
)
def test_a_broken_file_costs_what_its_length_costs(text):
    """Strings and conflicts that nothing closes are looked through once; from each start of one it would take hours."""
    begun = time.process_time()
    with pytest.raises(SubmissionError):
        notebook_table(PurePath("a.ipynb"), f'{{"cells": [{text}'.encode())
    assert without_conflicts(text)[0] == text
    assert time.process_time() - begun < 5

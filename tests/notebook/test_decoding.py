"""Laws of conflicts that git left in cells; what else happens to a file is tested with the notebook that is read."""

from hypothesis import given
from hypothesis.strategies import text

from autograder.notebook.decoding import without_conflicts


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

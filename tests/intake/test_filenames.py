"""Laws of file names: the marks of a copy are told from the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.filenames import strip_copy_marks


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Lab 2", 0),
        ("Copy of Lab 2", 1),
        ("Copia de Lab 2", 1),
        ("Copia de Copia de Lab 2", 1),
        ("Lab 2 (3)", 3),
        ("Copia de Lab 2 (3)", 1),
        ("Lab 2-Copy4", 4),
        ("Lab 2 - copia", 1),
        ("Lab 2 - copia (2)", 2),
        ("Lab 2 copy 5", 5),
        ("Lab 2-7", 7),
    ],
)
def test_marks_of_copies_are_told_from_the_name(name, number):
    """What Colab, Jupyter, Canvas, browsers and systems add to a name is taken off it, with its number."""
    assert strip_copy_marks(name) == ("lab 2", number)


@pytest.mark.parametrize("name", ["copia", "(1)", "lab_final", "lab2", "recopy", "fotocopia", "Copy of"])
def test_what_is_no_mark_stays(name):
    """A name that is nothing but a mark, or only contains its letters, is a name."""
    assert strip_copy_marks(name) == (name.casefold(), 0)


@given(st.text(max_size=30))
def test_any_name_has_an_original(name):
    """Whatever a name is, it has an original, which is its own."""
    assert strip_copy_marks(strip_copy_marks(name)[0])[0] == strip_copy_marks(name)[0]

"""Laws of the text that is nobody's answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.lab.declaration import Lab
from autograder.lab.student_template import comments, folded, template

MASTER = """# %% [markdown]
# ### f) Prompt of f
# in two lines

# %% [raw]
# # BEGIN PROMPT

# %% [markdown]
# _Type your answer here._

# %% [raw]
# # END PROMPT

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# The secret answer.

# %% [raw]
# # END SOLUTION

# %%
given = 1  # a given comment
# BEGIN SOLUTION
secret = 2  # a secret comment
# END SOLUTION
"""


def made(folder, text=MASTER):
    """The template of a lab whose master notebook holds a text."""
    (folder / "notebook.py").write_text(text, encoding="utf-8")
    return template(Lab("x", "X", (), folder=folder))


@pytest.mark.parametrize(
    ("text", "gave"),
    [
        ("### f) Prompt of f\nin two lines", True),
        ("###  f) Prompt of f in two lines \n", True),
        ("_Type your answer here._", True),
        ("The secret answer.", False),
        ("### f) Prompt of f\nin two lines\nand my answer", False),
        ("", False),
    ],
)
def test_what_was_given_is_known_by_its_words(tmp_path, text, gave):
    """A markdown cell of the student version is known whatever its white space; the reference answer is not given."""
    assert made(tmp_path).gave(text) is gave


def test_only_own_comments_count(tmp_path):
    """A comment that the student version holds is nobody's own; one that only the reference holds would be."""
    source = "given = 1  # a given comment\nx = 2  # my own\n# a secret comment"
    assert made(tmp_path).own_comments(source) == ["# my own", "# a secret comment"]


def test_a_lab_without_a_notebook_gives_nothing(tmp_path):
    """A lab without a master notebook has an empty template."""
    nothing = template(Lab("x", "X", (), folder=tmp_path))
    assert not nothing.cells and not nothing.comments


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 1  # why", ["# why"]),
        ("x = '# no comment'", []),
        ('"""# no comment"""\n#  spaced   out ', ["# spaced out"]),
        ("#\n# ---- \n## \n#!", ["# ----"]),
        ("!pip install it\n# mine\nx = 1", ["# mine"]),
        ("%%time\n# mine\nx = 1", ["# mine"]),
        ("!echo it's\n# mine", ["# mine"]),
        ("x = 'a\n# mine\ny = f'{x'\nz = 1  # too", ["# mine", "# too"]),
        ("# mine\nx = (", ["# mine"]),
        ("# mine\n  x = 1\n y = 2", ["# mine"]),
        ("x = 1  # %", []),
    ],
)
def test_comments_are_found_as_far_as_a_cell_can_be_read(source, found):
    """Comments are found beside commands and before what breaks off; a sign in a text is none, nor is an empty one."""
    assert comments(source) == found


@given(st.text())
def test_any_source_has_comments_or_none(source):
    """Whatever a cell holds, looking for comments does not fail."""
    assert all(comment.startswith("#") for comment in comments(source))


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """Folded text has single spaces between its words, and folding it again changes nothing."""
    assert folded(folded(text)) == folded(text)
    assert folded(text).split(" ") == (text.split() or [""])

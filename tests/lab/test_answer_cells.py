"""Laws of answers that are split into cells."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.lab.answer_cells import AnswerCell, split

LINES = st.lists(st.sampled_from(["x = 1", "", "    ", "# % %", "# %%x", "def f():\n    pass"]))


@given(st.lists(LINES, min_size=1))
def test_cells_come_back_as_they_were_written(cells: list[list[str]]) -> None:
    """Whatever stands between two headers is one cell, in order, with its line; blank ones are left out."""
    texts = ["\n".join(lines) for lines in cells]
    whole = "\n# %%\n".join(texts)
    made = list(split(whole, "d"))
    assert [cell.source for cell in made] == [text.strip("\n") for text in texts if text.strip()]
    lines = whole.splitlines()
    for cell in made:
        own = lines[cell.line - 1 :]
        while own and not own[0]:
            del own[0]  # blank lines above the code belong to its cell, and are not shown
        assert own[: len(cell.source.splitlines())] == cell.source.splitlines()


def test_headers_name_the_question_and_the_kind() -> None:
    """`# %% g` goes on with question g, and a cell of prose loses its comment signs."""
    text = "x = 1\n\n# %%\n!ls\ny = 2\n\n# %% [markdown]\n# # Title\n#\n# text\n\n# %% g\nz = 3\n"
    assert list(split(text, "d", 7)) == [
        AnswerCell("d", "code", 7, "x = 1"),
        AnswerCell("d", "code", 10, "!ls\ny = 2"),
        AnswerCell("d", "markdown", 14, "# Title\n\ntext"),
        AnswerCell("g", "code", 19, "z = 3"),
    ]


def test_the_line_that_does_not_compile_is_told() -> None:
    """A fault of syntax has the line of the whole text; commands of a notebook and prose are none."""
    one, two, three = split("!ls\nx = 1\n# %%\ny = 2\nz = (\n# %% [markdown]\n# z = (\n", "d")
    assert one.syntax_fault() is None and three.syntax_fault() is None
    assert two.syntax_fault() == (5, "'(' was never closed")

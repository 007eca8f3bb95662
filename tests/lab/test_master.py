"""Reading a master notebook."""

from pathlib import Path

import pytest

from autograder.errors import ReleaseError
from autograder.lab import master

GPT = Path(__file__).parents[2] / "solutions" / "gpt" / "notebook.py"


def test_every_line_is_public_or_secret_and_numbered_as_in_the_file() -> None:
    """Each line of a text or code cell that is no marker is on one side, with the number it has in the file."""
    read, file = master.read(GPT), GPT.read_text(encoding="utf-8").splitlines()
    lines = [*read.secret, *read.public]
    assert len({line.number for line in lines}) == len(lines)
    assert all(line.text in file[line.number - 1] for line in lines)
    assert {"        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)"} <= {line.text for line in read.secret}


def test_the_reference_is_python_without_marks() -> None:
    """Every code cell of the reference compiles and no marker, stub or placeholder is left in it."""
    cells = master.read(GPT).reference()["cells"]
    text = "\n".join(cell["source"] for cell in cells)
    assert not any(mark in text for mark in ("SOLUTION", "PROMPT", "NotImplementedError", "Escribe aquí tu respuesta"))
    for cell in cells:
        if cell["cell_type"] == "code":
            compile(cell["source"], "cell", "exec")


def test_a_line_marked_alone_is_secret(tmp_path: Path) -> None:
    """A line that ends in # SOLUTION is secret, its neighbours are not."""
    path = tmp_path / "notebook.py"
    path.write_text("# %%\nx = 1\ny = 2  # SOLUTION\n", encoding="utf-8")
    read = master.read(path)
    assert read.secret == (master.Line(3, "y = 2"),)
    assert read.public == (master.Line(2, "x = 1"),)


@pytest.mark.parametrize(
    "marks", [["BEGIN QUESTION"], ["END TESTS"], ["BEGIN QUESTION", "BEGIN TESTS", "END QUESTION", "END TESTS"]]
)
def test_blocks_that_do_not_close_are_refused(tmp_path: Path, marks: list[str]) -> None:
    """A block that is left open, or closed by another's END, is refused with its line."""
    path = tmp_path / "notebook.py"
    path.write_text("".join(f"# %% [raw]\n# # {mark}\n\n" for mark in marks), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"notebook\.py:\d+: the block"):
        master.read(path)


PROMPTED = """# %% [raw]
# # BEGIN QUESTION
# name: a
# %% [raw]
# # BEGIN PROMPT
# %%
shape = ...  # look at it
# %% [raw]
# # END PROMPT
# %% [raw]
# # BEGIN SOLUTION
# %%
shape = (2, 8)  # SOLUTION
# %% [raw]
# # END SOLUTION
# %% [raw]
# # END QUESTION
"""


def test_each_cell_of_the_reference_has_the_one_of_the_master_that_made_it(tmp_path: Path) -> None:
    """The reference's cells are those of the master, one for one, and a prompt of code stands in the stub alone."""
    path = tmp_path / "notebook.py"
    path.write_text(PROMPTED, encoding="utf-8")
    for read in (master.read(GPT), master.read(path)):
        built = read.reference()["cells"]
        assert [cell.kind for cell in read.reference_cells] == [cell["cell_type"] for cell in built]
        assert all(cell.is_answer for cell in read.answer_cells.values())
        for place, cell in read.answer_cells.items():
            text = "\n".join(line.text for line in cell.parts("given", "solution"))
            assert built[place]["source"] == text.strip()
    assert [cell["source"] for cell in read.reference()["cells"]] == ["shape = (2, 8)"]
    assert "shape = ...  # look at it" in [cell["source"] for cell in read.stub()["cells"]]
    assert [line.text for line in read.secret] == ["shape = (2, 8)"]

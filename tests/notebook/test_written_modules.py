"""Laws of modules that a notebook writes for itself: what is imported or run counts as the notebook's own code."""

import ast

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from

from autograder.notebook.written_modules import inline_modules, with_writefile, written_modules

WRITES = "%%writefile gpt.py\nx = 1\nif __name__ == '__main__':\n    x = 2\ny = 3"


@pytest.mark.parametrize(
    "use", ["from gpt import *", "import gpt as g", "!ls\nfrom gpt import (\n  x)", "  import gpt"]
)
def test_what_is_imported_is_inlined_without_its_main_part(use: str) -> None:
    """The text stands where it was written, line for line; what an import does not run stays out."""
    text, other = inline_modules([WRITES, use])
    assert other == use
    assert [*map(str.strip, text.splitlines())][1:] == ["x = 1", "if False:", "x = 2", "y = 3"]
    adopted: list[str] = []
    names = {"__autograder_alias__": adopted.append, "__name__": "__main__"}
    exec(text, names)
    assert adopted == ["gpt"] and (names["x"], names["y"]) == (1, 3)


@pytest.mark.parametrize("use", ["%run gpt.py", "%run -i gpt", "x = 0\n%run ./gpt.py --fast"])
def test_what_is_run_keeps_its_main_part(use: str) -> None:
    """`%run` runs a file as the main program."""
    names = {"__autograder_alias__": print, "__name__": "__main__"}
    exec(inline_modules([WRITES, use])[0], names)
    assert names["x"] == 2


@pytest.mark.parametrize("use", ["", "import torch", "open('gpt.py').read()", "from gptx import *", "%run other.py"])
def test_what_is_only_written_stays_a_file(use: str) -> None:
    """A module that nothing imports or runs is left to IPython."""
    assert inline_modules([WRITES, use]) == [WRITES, use]


@given(
    lists(sampled_from(["%%writefile", "%%file", " gpt.py", "gpt/a.py", "\n", "import gpt", "x = (", "%run gpt", " "]))
)
def test_lines_and_cells_stay(parts: list[str]) -> None:
    """Whatever cells hold, as many come back, with as many lines."""
    source = "".join(parts)
    after = inline_modules([source, "import gpt"])
    assert len(after) == 2 and after[0].count("\n") == source.count("\n")


def test_written_modules_are_known() -> None:
    """Every module or package that a cell writes is known by the name by which it is imported."""
    cells = ["%%writefile a.py\nx", "%%file ./b.py\nx", "%%writefile -a c.py\nx", "%%writefile pack/d.py\nx", "e = 1"]
    assert written_modules(cells) == {"a", "b", "c", "pack"}


def test_a_text_that_is_no_python_passes_through() -> None:
    """The kernel says what is wrong with it."""
    text, _ = inline_modules(["%%writefile gpt.py\nx = (", "import gpt"])
    assert text.endswith("x = (")
    with pytest.raises(SyntaxError):
        ast.parse(text)


@pytest.mark.parametrize(
    "source",
    [
        "%%bash\ncat > m.py <<'EOF'\nx = 1\nEOF\n",
        "%%sh\ncat <<EOF > m.py\nx = 1\nEOF",
        "!cat > m.py << FIN\nx = 1\nFIN\n",
    ],
)
def test_a_shell_that_writes_a_module_is_writefile(source):
    """A module written by `cat` and a here-document is one written by `%%writefile`, on the same lines."""
    made = with_writefile(source)
    assert made.startswith("%%writefile m.py\n") and made.split("\n").index("x = 1") == source.split("\n").index(
        "x = 1"
    )
    assert written_modules([made]) == {"m"}


def test_a_module_written_by_python_is_there():
    """`open(..., "w")` and `write_text` write modules too; a shell that does more than write one is left."""
    assert written_modules(["open('a.py', 'w').write('x = 1')", "Path('b.py').write_text('')"]) == {"a", "b"}
    assert with_writefile("%%bash\ncat > m.py <<E\nx\nE\nls") == "%%bash\ncat > m.py <<E\nx\nE\nls"

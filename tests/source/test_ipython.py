"""Laws of IPython's additions: commands are not run, code is, and lines stay where they are."""

import ast

import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text
from IPython.core.inputtransformer2 import TransformerManager

from autograder.source.ipython import to_python, without_commands

LINES = sampled_from(
    [
        "x = 1",
        "!ls",
        "%pip install torch",
        "!wget a \\\n  b",
        "y = !ls",
        "%time x = 2",
        "%matplotlib inline",
        "x?",
        "# !",
    ]
)


@pytest.mark.parametrize(
    "line",
    [
        "%pip install torch",
        "%conda install x",
        "%reset -f",
        "%git status",
        "%load_ext x",
    ],
)
def test_commands_are_not_run_and_are_kept_as_written(line):
    """A command without use here becomes a value that does nothing; what the student wrote is reported."""
    cell = to_python(f"a = 1\n{line}\nb = 2")
    assert cell.skipped == (line,)
    assert "get_ipython" not in cell.text
    names = {}
    exec(cell.text, names)
    assert (names["a"], names["b"]) == (1, 2)


@pytest.mark.parametrize("line", ["!ls -la", "!!ls", "%cd /content", "%sx ls", "x = !ls", "%mkdir a"])
def test_shell_commands_are_left_to_the_process(line):
    """A shell line stays a call of IPython, on its line: the student's process knows what to do with it."""
    cell = to_python(f"a = 1\n{line}\nb = 2")
    assert cell.skipped == ()
    assert "get_ipython()." in cell.text.splitlines()[1]


@given(lists(LINES, min_size=1, max_size=6))
def test_lines_stay_where_they_are(lines):
    """Each line of Python stays on its line, whatever commands stand around it, also over several lines."""
    source = "\n".join([*lines, "last = 1"])
    cell = to_python(source)
    assert cell.text.count("\n") == source.count("\n")
    assert cell.text.splitlines()[-1] == "last = 1"


@given(text())
def test_no_text_is_too_strange(source):
    """Any text gives plain Python or nothing, never an error."""
    cell = to_python(source)
    assert cell is None or ast.parse(cell.text)


@pytest.mark.parametrize("line", ["%time x = f(3)", "%timeit -n 10 -r3 x = f(3)", "%prun -s cumtime x = f(3)"])
def test_timed_code_runs_as_code(line):
    """`%time` and its like are peeled off."""
    assert to_python(line).text == "x = f(3)"
    assert to_python(line).skipped == ()


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "\n%%time", "%%capture\n%%time"])
def test_cell_magics_around_python_are_peeled_off(magic):
    """The body of `%%time` runs, on the lines where it stands."""
    cell = to_python(f"{magic}\nx = 1\n!ls")
    assert cell.text.splitlines()[magic.count("\n") + 1 :] == ["x = 1", "get_ipython().system('ls')"]


def test_peeling_leaves_no_empty_first_line():
    """IPython drops empty lines at the start of a cell: one there would shift every line of a traceback."""
    text = to_python("%%time\nx = 1").text
    assert TransformerManager().transform_cell(text).splitlines() == text.splitlines()


def test_setup_of_timeit_runs():
    """The code on the line of `%%timeit` is code."""
    assert to_python("%%timeit -n 3 x = 1\ny = x").text == "x = 1\ny = x"


@pytest.mark.parametrize("magic", ["html", "javascript", "script python", "perl"])
def test_cells_in_other_languages_are_not_run(magic):
    """`%%html` becomes comments, line by line."""
    source = f"%%{magic}\nrm -rf /\n"
    cell = to_python(source)
    assert cell.skipped == (source.strip(),)
    assert ast.parse(cell.text).body == []


def test_a_cell_that_writes_a_file_is_left():
    """`%%writefile` is IPython's own affair."""
    assert to_python("%%writefile utils.py\nx = 1") is None


@pytest.mark.parametrize("line", ["%matplotlib inline", "%config Completer.use_jedi = False", "print?"])
def test_other_magics_are_left(line):
    """What sets up IPython goes to IPython."""
    assert to_python(line).text.startswith("get_ipython().run_line_magic(")
    assert to_python(line).skipped == ()


def test_calls_of_ipython_are_commands_too():
    """A notebook saved as a script holds `get_ipython().magic(...)`."""
    cell = to_python("get_ipython().magic('reset -f')\nget_ipython().magic('pip install x')")
    assert cell.text == "None\nNone"
    assert cell.skipped == ("get_ipython().magic('reset -f')", "get_ipython().magic('pip install x')")


@pytest.mark.parametrize("source", ["def f(:", "!ls\ndef f(:", "%%time\ndef f(:", "x = (", "\0", "\ud800"])
def test_what_is_no_python_is_left(source):
    """A syntax error stays one, for the kernel to report."""
    assert to_python(source) is None


def test_commands_inside_strings_are_text():
    """A line that begins with `!` inside a string is no command."""
    source = 'x = """\n!ls\n%pip\n"""'
    assert to_python(source).text == source


@given(lists(LINES | text(), max_size=6), sampled_from(["", "    ", "\t"]), sampled_from(["pass", ""]))
def test_lines_of_commands_are_replaced_where_they_stand(lines, indentation, instead):
    """A line that begins with `%` or `!` becomes `instead` at its indentation; every other line stays as it is."""
    source = "\n".join(indentation + line for line in lines)
    pairs = zip(source.split("\n"), without_commands(source, instead).split("\n"), strict=True)
    for line, after in pairs:
        bare = line.lstrip()
        assert after == (line.removesuffix(bare) + instead if bare.startswith(("%", "!")) else line)


def test_a_command_in_a_block_leaves_python():
    """A block whose only statement is a command is still a block."""
    assert without_commands("for x in y:\n    !ls {x}\n%cd a") == "for x in y:\n    pass\npass"

"""Laws of whose submission it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.lab.declaration import StudentRules, load_lab
from autograder.notebook.submission import Cell, Submission
from autograder.people.identity import identify

GPT = load_lab(Path(__file__).parents[2] / "solutions" / "gpt").student


def handed(*cells):
    """A submission of cells given as (kind, source)."""
    made = tuple(Cell(place, kind, source) for place, (kind, source) in enumerate(cells))
    return Submission(Path("x.ipynb"), "", made)


def seeds(source, call="manual_seed"):
    """The seeds that a cell sets."""
    return identify(handed(("code", source)), StudentRules(seed_call=call)).seeds


def name(text, rules=GPT):
    """The name that a markdown cell gives."""
    return identify(handed(("markdown", text)), rules).name


def test_seeds_are_read_in_order():
    """Seeds are the literal arguments of the call, in the order of the text and of the cells."""
    assert seeds("torch.manual_seed(2); x = 1\nmanual_seed(3)\nif x:\n    t.cuda.manual_seed(1)") == (2, 3, 1)
    read = identify(handed(("code", "manual_seed(1337)"), ("code", "manual_seed(206684402)")), GPT)
    assert read.seeds == (1337, 206684402)
    assert (read.rut, read.seed_left) == ("20668440-2", True)


@pytest.mark.parametrize(
    "source", ["manual_seed()", "manual_seed(True)", "manual_seed('1')", "manual_seed(x)", "seed(3)"]
)
def test_what_is_no_literal_seed_is_passed_over(source):
    """A seed that is no integer literal, and another call, give no seed."""
    assert seeds(source) == ()


@pytest.mark.parametrize("line", ["!pip install x", "%matplotlib inline", "    !ls 'it", "%%time"])
def test_commands_do_not_hide_a_seed(line):
    """A command of the notebook in the same cell does not hide the seed."""
    indent = " " * (len(line) - len(line.lstrip()))
    opener = "if True:\n" if indent else ""
    assert seeds(f"{opener}{line}\n{indent}torch.manual_seed(5)") == (5,)


@given(st.text())
def test_any_source_has_seeds_or_none(source):
    """Whatever a cell holds, looking for seeds does not fail."""
    assert isinstance(seeds(source), tuple)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Nombre:** Ana Pérez", "Ana Pérez"),
        ("- Nombre: _Ana   Pérez_", "Ana Pérez"),
        ("# Título\n\nAlumno: Ana\n\nRUT: 1", "Ana"),
        ("**Estudiante**: <Ana>", "Ana"),
        ("NOMBRES Y APELLIDOS: Ana", "Ana"),
        ("Sin autor", None),
        ("**Nombre:**", None),
        ("Nombre:    ", None),
        ("Nombre: ...", None),
        ("Nombre: " + "x" * 121, None),
    ],
)
def test_a_name_is_read_off_its_line(text, expected):
    """The name stands after its label, without the markup around it; a line without one names nobody."""
    assert name(text) == expected


@pytest.mark.parametrize("rules", [GPT, StudentRules()], ids=["gpt", "default"])
def test_an_empty_name_does_not_take_the_next_line(rules):
    """A name left empty is no name, whatever label stands on the next line."""
    assert name("**Nombre:** \n\n**RUT:** 20.668.440-2", rules) is None
    assert name("Nombre:\nRUT: 20.668.440-2", rules) is None


def test_a_name_far_down_is_somebody_elses():
    """A name is looked for in markdown cells at the top only."""
    filler = [("markdown", "texto")] * 12
    assert identify(handed(*filler, ("markdown", "Nombre: Ana")), GPT).name is None
    assert identify(handed(("code", "# Nombre: Ana")), GPT).name is None
    assert identify(handed(*filler[:3], ("markdown", "Nombre: Ana")), GPT).name == "Ana"

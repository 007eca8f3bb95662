"""Laws of whose submission it is."""

from dataclasses import replace
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


def test_a_pasted_corpus_hides_no_seed():
    """A text that somebody pasted is one token, however long: seeds in its cell are read as ever."""
    long = ("code", f"text = {'to be or not ' * 20_000!r}\nmanual_seed(5)")
    assert identify(handed(("code", "manual_seed(3)"), long, ("code", "manual_seed(4)")), GPT).seeds == (3, 5, 4)


def test_each_of_the_two_seeds_is_looked_at():
    """A seed of the template is left where it stands beside one RUT; beside two it is another seed of the lab."""
    rut = ("code", "manual_seed(206684402)")
    stub = ("code", "manual_seed(1337)")
    assert identify(handed(stub, rut), GPT).seed_left and identify(handed(rut, stub), GPT).seed_left
    assert not identify(handed(rut, stub, rut), GPT).seed_left and not identify(handed(rut), GPT).seed_left


@pytest.mark.parametrize(
    "source", ["manual_seed()", "manual_seed(True)", "manual_seed('1')", "manual_seed(x)", "seed(3)"]
)
def test_what_is_no_literal_seed_is_passed_over(source):
    """A seed that is no integer literal, and another call, give no seed."""
    assert seeds(source) == ()


@pytest.mark.parametrize(
    "source",
    [
        "def seed_all(seed):\n    random.seed(seed)\n    torch.manual_seed(seed)\nseed_all(5)",
        "def seed_all(device, seed=1):\n    torch.manual_seed(seed)\nseed_all('cpu', seed=5)",
        "RUT = 5\ntorch.manual_seed(RUT)",
        "torch.manual_seed(int('5'))",
    ],
)
def test_a_seed_may_be_passed_on(source):
    """A seed is found through a variable, and through a function that hands its argument to the seeding call."""
    assert seeds(source) == (5,)


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
        ("**Nombre: ESCRIBA AQUÍ SU NOMBRE**", None),
        ("Nombre: (tu nombre)", None),
        ("Nombre: Nombre y apellido", None),
        ("Nombre: [Your name here]", None),
        ("Nombre: ___", None),
        ("Nombre: XXXX", None),
        ("Nombre: …", None),
        ("Nombre del curso: MDS7203", None),
        ("Nombre: ESCRIBA AQUÍ SU NOMBRE Ana Pérez", "Ana Pérez"),
        ("**Nombre:**\n\nAna Pérez", "Ana Pérez"),
        ("## Autora\nAna Pérez", "Ana Pérez"),
        ("Author: Ana", "Ana"),
        ("By Ana Pérez", "Ana Pérez"),
        ("Realizado por Ana Pérez", "Ana Pérez"),
        ("Nombre: Ana Pérez, RUT: 20.668.440-2", "Ana Pérez"),
        ("Integrantes:\n- Ana Pérez\n- Juan Soto (1-9)\n\nRUT: 1", "Ana Pérez, Juan Soto"),
        ("| Nombre | Ana |\n|---|---|", "Ana"),
        ("| RUT | Nombre |\n|---|---|\n| 1-9 | Ana Pérez |\n| 2-7 | Juan Soto |", "Ana Pérez, Juan Soto"),
        ("<p><b>Nombre:</b> Ana P&eacute;rez</p>", "Ana Pérez"),
        ("<table><tr><td>Nombre</td><td>Ana Pérez</td></tr></table>", "Ana Pérez"),
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
    """A name is looked for in cells at the top only."""
    filler = [("markdown", "texto")] * 30
    assert identify(handed(*filler, ("markdown", "Nombre: Ana")), GPT).name is None
    assert identify(handed(*filler[:3], ("markdown", "Nombre: Ana")), GPT).name == "Ana"


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("code", "# Nombre: Ana Pérez\nimport torch"),
        ("code", '"""\nAutor: Ana Pérez\n"""\nimport torch'),
        ("code", 'nombre = "Ana Pérez"'),
        ("raw", "Nombre: Ana Pérez"),
    ],
)
def test_a_name_may_stand_in_code_at_the_top(kind, source):
    """A name in a comment, a docstring or a variable of the first code cells is found, and one in a raw cell."""
    assert identify(handed((kind, source)), GPT).name == "Ana Pérez"


def test_a_name_may_stand_below_the_cell_of_its_label_or_in_the_metadata():
    """A name in the cell after an empty label is found, and the author of the metadata where no cell names one."""
    below = handed(("markdown", "**Nombre:**"), ("markdown", "Ana Pérez"))
    assert identify(below, GPT).name == "Ana Pérez"
    assert identify(replace(handed(("code", "x = 1")), authors=("Ana Pérez",)), GPT).name == "Ana Pérez"


@pytest.mark.parametrize("text", ["Nombre:" + "* " * 100_000, "*" * 200_000, "Nombre" + " " * 200_000, "|" * 200_000])
def test_long_rows_of_signs_take_no_time(text):
    """Looking for a name takes time in proportion to the text, whatever stands there."""
    assert name(text) is None

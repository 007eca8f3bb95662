"""Laws of comparing a class: nothing superficial hides a copy, what everybody has makes none, and no file stops it."""

import json
import re
from pathlib import Path

import pytest

from autograder.errors import SimilarityError
from autograder.intake.collect import collect_submissions
from autograder.intake.entry import Entry
from autograder.similarity import comparison
from autograder.similarity.comparison import compare_class
from autograder.similarity.passages import shared_lines
from autograder.workers.pool import HERE

GIVEN = "torch.manual_seed(20668440)  # su RUT\nbatch = torch.randn(4, 8, 32)\nprint('pérdida 4.8786 en la clase')"
OTHERS = "def f{n}(x):\n    return " + "\\\n        + ".join(f"x.m{{n}}_{p}(x, {p})" for p in range(12))


def found(folder, lab, most=20):
    """A folder, compared."""
    with collect_submissions([folder], lab, HERE) as entries:
        return compare_class(entries, lab, most, HERE)


def names(result):
    """The names of the files of each pair, in order."""
    return [tuple(Path(result.notebooks[p].source).stem for p in (x.first, x.second)) for x in result.pairs]


@pytest.fixture
def crowd(hand, cell):
    """Hands in ten notebooks that have nothing in common but what was given; gives the folder."""
    for n in range(10):
        folder = hand(f"otro_{n}", cell(GIVEN), cell(OTHERS.format(n=n)))
    return folder


@pytest.fixture
def disguised(answer):
    """The answer with other names, comments, numbers, white space and line breaks."""
    text = answer
    for old, new in (
        ("key", "llave"),
        ("query", "q_1"),
        ("scores", "ñ"),
        ("Head", "Cabeza"),
        ("x", "input"),
        ("k", "z"),
    ):
        text = re.sub(rf"\b{old}\b", new, text)
    text = re.sub(r"\b32\b", "128", text).replace("nn.Linear(", "nn.Linear(  # lineal\n            ")
    return "# mi propia solución\n\n" + text.replace("    ", "  ")


def test_a_disguise_hides_no_copy(lab, hand, crowd, cell, answer, training, disguised):
    """Other names, comments, numbers and white space, in another order of cells, leave every line shared."""
    hand("Ana Núñez", cell(GIVEN), cell(answer), cell(training))
    hand("Zoë, Ñ", cell(training), cell(GIVEN), cell("a = 1"), cell(disguised), cell("%pip list"))
    result = found(crowd, lab)
    assert names(result)[0] == ("Ana Núñez", "Zoë, Ñ")
    pair = result.pairs[0]
    left, right = (result.notebooks[place].code for place in (pair.first, pair.second))
    shared = shared_lines(left, right, result.code)
    assert len(shared.first) == left.own_lines, "every line of the first is in the second"
    assert shared.rare == left.own_lines
    assert 0.7 * left.own_lines < pair.lines <= right.own_lines
    assert result.usual is not None and result.usual.half == 0
    assert {line.passage for line in shared.first.values()} == {line.passage for line in shared.second.values()}


def test_cells_that_were_cut_up_hide_no_copy(lab, hand, crowd, cell):
    """A statement a cell is as good as all of them in one."""
    lines = [f"m{n} = nn.Linear({n}, {n}).to(device).train().m_{n}()" for n in range(12)]
    hand("entero", cell("\n".join(lines)))
    hand("en trozos", *map(cell, lines))
    assert names(found(crowd, lab)) == [("en trozos", "entero")]


def test_what_was_given_makes_no_pair(lab, hand, cell):
    """Two who hand in the student version, with numbers and comments of their own, have nothing in common."""
    for name in ("Ana", "Beto"):
        hand(name, cell(GIVEN.replace("2066", "1066" if name == "Ana" else "1166")), cell("import torch"))
    result = found(hand("vacío", cell("")), lab)
    assert result.pairs == () and result.more == 0
    assert all(notebook.code.own_lines <= 1 for notebook in result.notebooks)


def test_what_most_have_counts_nothing(lab, hand, cell, answer, training):
    """An answer that most of the class gave makes no pair; the same answer in two notebooks of twelve makes one."""
    for n in range(8):
        hand(f"clase_{n}", cell(answer), cell(OTHERS.format(n=n)))
    hand("Ana", cell(answer), cell(training))
    folder = hand("Beto", cell(answer), cell(training))
    result = found(folder, lab)
    assert names(result) == [("Ana", "Beto")]
    left, right = (result.notebooks[place].code for place in (result.pairs[0].first, result.pairs[0].second))
    shared = shared_lines(left, right, result.code)
    answered = {line.holders for place, line in shared.first.items() if place < answer.count("\n") - 2}
    assert answered == {10}
    assert shared.rare == training.count("\n") and result.pairs[0].lines < training.count("\n")


def test_the_same_seed_comes_first(lab, hand, crowd, cell, answer):
    """A number that may be a person's in two notebooks comes first; the stub's, small and popular ones do not."""
    for n, name in enumerate(("Ana", "Beto")):
        hand(name, cell("torch.manual_seed(1337)"), cell("torch.manual_seed(206684402)"), cell(OTHERS.format(n=50 + n)))
    for name in ("Carla", "Diego"):
        hand(name, cell(answer), cell("torch.manual_seed(42)"))
    for n in range(8):
        hand(f"fecha_{n}", cell("torch.manual_seed(20241122)"), cell(OTHERS.format(n=70 + n)))
    crowd = hand("solo", cell("torch.manual_seed(1337)"))
    result = found(crowd, lab)
    assert names(result)[:2] == [("Ana", "Beto"), ("Carla", "Diego")]
    assert [pair.seeds for pair in result.pairs[:2]] == [(206684402,), ()]
    assert not [pair for pair in names(result) if pair[0].startswith("fecha") and pair[1].startswith("fecha")]


def test_the_same_outputs_are_seen(lab, hand, crowd, cell):
    """Losses that two notebooks saved alike make a pair, without any code in common."""
    losses = "".join(f"{n}: {4.1234 - n / 7:.4f} {4.3217 - n / 9:.4f}\n" for n in range(1, 9))
    hand("Ana", cell("a = 1", losses))
    hand("Beto", cell("def b(): pass", "<b>\n" + losses))
    result = found(crowd, lab)
    assert names(result) == [("Ana", "Beto")]
    assert result.pairs[0].lines == 0 and result.pairs[0].numbers > 8


def test_no_file_stops_the_others(lab, hand, crowd, cell, answer):
    """What is empty, broken or far too long is named with its fault, and the rest is compared."""
    folder = hand("Ana", cell(answer))
    hand("Beto", cell(answer))
    (folder / "vacío.ipynb").write_text("")
    (folder / "roto.ipynb").write_text('{"cells": [')
    (folder / "raro.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]}))
    hand("largo", cell("a = 1\n" * 90_000))
    result = found(folder, lab)
    assert ("Ana", "Beto") in names(result)
    assert {Path(file.source).stem for file in result.uncompared} == {"vacío", "roto", "raro", "largo"}
    assert all(file.source in file.fault.render("es") for file in result.uncompared)


def test_a_file_that_is_gone_is_named(lab, tmp_path):
    """A file that cannot be opened is a row like the others."""
    result = compare_class([Entry("ida.ipynb", tmp_path / "ida.ipynb"), Entry("nada.ipynb", None)], lab, 3, HERE)
    assert [file.source for file in result.uncompared] == ["ida.ipynb", "nada.ipynb"]
    assert result.notebooks == () and result.pairs == ()


def test_one_is_no_pair(lab, hand, cell, answer):
    """With one notebook there is nothing to compare, and no fault."""
    result = found(hand("Ana", cell(answer)), lab)
    assert len(result.notebooks) == 1 and result.pairs == ()


def test_too_many_are_refused(lab, monkeypatch):
    """A class whose table of pairs would fill the memory is refused in one line."""
    monkeypatch.setattr(comparison, "MOST_NOTEBOOKS", 1)
    with pytest.raises(SimilarityError, match="2 submissions"):
        compare_class([Entry("a", None), Entry("b", None)], lab, 3, HERE)


def test_the_rest_is_counted(lab, hand, cell):
    """Pairs that are not shown are counted."""
    for n in range(6):
        hand(f"a{n}", cell(OTHERS.format(n=n // 2)), cell(OTHERS.format(n=30 + n)))
    folder = hand("solo", cell("a = 1"))
    result = found(folder, lab, most=2)
    assert len(result.pairs) == 2 and result.more == 1


def test_order_depends_on_nothing_else(lab, hand, crowd, cell, answer):
    """Done twice, a comparison finds the same pairs in the same order."""
    for name in ("Ana", "Beto", "Carla"):
        hand(name, cell(answer))
    assert found(crowd, lab).pairs == found(crowd, lab).pairs

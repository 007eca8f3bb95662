"""Telling notebooks that compute the same from those that do not."""

import json
from collections.abc import Callable

import numpy
import pytest
import torch

from autograder.audit import equivalence
from autograder.audit.subjects import Subject, SubjectKind
from autograder.kernel_side.snapshot import snapshot
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.sandbox.host import Host

PROBES = "def probes():\n    return {'double': [double(n) for n in range(5)]}\n"
BIG = torch.randn(40, 40, dtype=torch.float64)


def values(probes: str = "", /, **names: object) -> dict[str, object]:
    """What is told of some globals."""
    return snapshot(dict(names), probes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BIG, BIG + 1e-9),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.0 + 1e-6])),
        (0.1 + 0.2, 0.3),
        ({"a": [1, "b"]}, {"a": [1, "b"]}),
        (float("nan"), float("nan")),
        (torch.tensor([float("nan"), float("-inf")]), torch.tensor([float("nan"), float("-inf")])),
        (lambda: 1, lambda: 2),
    ],
)
def test_what_agrees_up_to_rounding_is_the_same(one: object, other: object) -> None:
    """Numbers may differ by rounding, and what is no value is not compared."""
    assert equivalence.differences(values(x=one), values(x=other)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BIG, BIG * 1.01),
        (BIG, BIG.T),
        (BIG, BIG.float()),
        (BIG, BIG.reshape(-1)),
        (torch.ones(2), torch.ones(2).requires_grad_()),
        (torch.ones(2), torch.tensor([1.0, float("nan")])),
        (torch.tensor([1.0, float("nan")]), torch.tensor([1.1, float("nan")])),
        (float("inf"), float("-inf")),
        (numpy.arange(3), numpy.arange(3) + 1),
        (numpy.float32(1), numpy.float64(1)),
        (torch.tensor([1j]), torch.tensor([2j])),
        (1, 2),
        (1, True),
        (0.5, 0.51),
        ("a" * 200, "a" * 199 + "b"),
        ([1, 2], (1, 2)),
        ({"a": 1}, {"b": 1}),
        (list(range(200)), list(range(199))),
        (torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)),
        (torch.nn.Dropout(0.5), torch.nn.Dropout(0.5).eval()),
    ],
)
def test_what_differs_is_told(one: object, other: object) -> None:
    """A number, a type, a shape, an order, a mode or a gradient that differs is a difference, named by its global."""
    assert equivalence.differences(values(x=one, y=1), values(x=other, y=1)) == ("global x",)


def test_what_is_missing_differs() -> None:
    """A value that is expected and not there is a difference; one that is only there is none."""
    assert equivalence.differences(values(x=1), values(y=1)) == ("global x",)


def test_what_hangs_on_the_clock_is_left_out() -> None:
    """Of two runs of one notebook, only what they agree on is kept."""
    assert set(equivalence.stable_values(values(x=1, now=0.5), values(x=1, now=0.7))) == {"global x"}


@pytest.mark.slow
def test_notebooks_are_compared_as_they_run(tiny: Callable[..., Lab], here: Host) -> None:
    """Dice fall the same in two runs, printing counts, and the lab's probes see what the globals do not show."""
    lab = tiny()
    (lab.folder / equivalence.PROBES).write_text(PROBES, encoding="utf-8")

    def found(*sources: str) -> equivalence.Values:
        cells = [
            {"cell_type": "code", "id": str(n), "metadata": {}, "source": s, "execution_count": None, "outputs": []}
            for n, s in enumerate(sources)
        ]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        made = Subject(SubjectKind.MUTANT, "x", ("a",), json.dumps(notebook))
        return equivalence.final_values(made, lab, shelf_for(lab), here)

    import_, double = "import torch, random\nx = torch.rand(3), random.random()", "def double(n):\n    return 2 * n"
    reference = found(import_, double)
    assert equivalence.differences(reference, found(import_, double.replace("2 * n", "n + n"))) == ()
    assert equivalence.differences(reference, found(import_, double.replace("2", "3"))) == ("probe double",)
    assert "printed 1" in equivalence.differences(reference, found(import_ + "\nprint(1)", double))
    assert "global x" in equivalence.differences(reference, found(import_.replace("random()", "uniform(1, 2)"), double))
    assert "cell 2" in equivalence.differences(reference, found(import_, "1 / 0"))

"""What the checks of this lab share: sizes that coincide with nothing, and small helpers on the student's objects."""

from pathlib import Path

import pytest
import torch

from . import heads
from .explain import Explanations
from .sizes import SIZES
from .vocabulary import spelled_otherwise


@pytest.fixture(scope="session")
def sizes():
    """The values of the notebook's globals while a class is judged."""
    return dict(SIZES)


@pytest.fixture(scope="session")
def standin():
    """Reads the source of a stand-in, which runs beside student code and so gives nothing away."""
    return lambda name: (Path(__file__).parent / "standins" / f"{name}.py").read_text(encoding="utf-8")


@pytest.fixture
def shaken():
    """Gives every parameter of a module new random values, of unit gain; `module.loaded` holds them."""

    def shake(module, gain=lambda shape: max(shape[-1], 1) ** -0.5):
        shapes = {name: value.shape for name, value in module.state().parameters.items()}
        module.load({name: torch.randn(shape) * gain(shape or (1,)) for name, shape in shapes.items()})

    return shake


@pytest.fixture(scope="session")
def dropout_required(lab):
    """Whether Head and FeedForward must have dropout, as `[options] dropout` of lab.toml says."""
    value = lab.options["dropout"]
    if value not in ("optional", "required"):
        raise ValueError(f"[options] dropout is 'optional' or 'required', not {value!r}")
    return value == "required"


@pytest.fixture(scope="module")
def own_sizes(student, standin, sizes):
    """The notebook's own sizes in the place of the grader's where its heads take no others; else None."""
    return heads.own(student, standin, sizes)


@pytest.fixture(scope="module")
def spelled(student, standin):
    """What this notebook has for the names of question a that it does not define."""
    return spelled_otherwise(student, standin)


@pytest.fixture(scope="session")
def explanations():
    """The ways to compute attention that explain this submission's heads, as far as diagnoses have looked for them."""
    return Explanations()

"""What the checks of this lab share: sizes that coincide with nothing, and small helpers on the student's objects."""

from pathlib import Path

import pytest
import torch

# No size equals another one, nor a quotient or a multiple of two: a global that happens to fit cannot pass for right.
SIZES = {"n_embd": 26, "n_head": 2, "n_layer": 3, "block_size": 9, "vocab_size": 23, "dropout": 0.0, "device": "cpu"}


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
    """Gives every parameter of a module new random values, of unit gain, and returns its state."""

    def shake(module):
        parameters = module.state().parameters
        module.load({name: torch.randn(p.shape) / max(p.shape[-1], 1) ** 0.5 for name, p in parameters.items()})
        return module.state()

    return shake

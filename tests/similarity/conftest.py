"""A small lab, and notebooks of students who know it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.lab.declaration import Lab, load_lab

MASTER = '''# %%
import torch
import torch.nn as nn

# %%
torch.manual_seed(1337)  # su RUT
batch = torch.randn(4, 8, 32)
print("pérdida 4.8786 en la clase")

# %% [raw]
# # BEGIN QUESTION
# name: d
# points: 1

# %% [raw]
# # BEGIN SOLUTION

# %%
class Head(nn.Module):
    """Una cabeza."""

    def __init__(self, size):
        super().__init__()
        self.size = size  # lo dado
        # BEGIN SOLUTION NO PROMPT
        self.secret = 1
        # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
'''
TOML = 'id = "lab"\ntitle = "Laboratorio <Ñ>"\nstudent = { stub_seed = 1337 }\n'
QUESTION = '[[questions]]\nid = "d"\ntitle = "Head"\nkind = "code"\npoints = 1.0\n'

ANSWER = """class Head(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.key, self.query = nn.Linear(32, size, bias=False), nn.Linear(32, size, bias=False)
        self.value = nn.Linear(32, size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(8, 8)))

    def forward(self, x):
        k, q = self.key(x), self.query(x)
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5
        scores = scores.masked_fill(self.tril[: x.size(1), : x.size(1)] == 0, float("-inf"))
        return scores.softmax(-1) @ self.value(x)
"""
TRAINING = """for step in range(5000):
    logits, loss = model(*get_batch("train"))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    if step % 500 == 0:
        print(step, loss.item())
"""


def saved(source: str, *texts: str) -> dict[str, Any]:
    """A code cell with what it printed."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs, "execution_count": 1}


def content(cells: Sequence[dict[str, Any]]) -> str:
    """A notebook as it is saved."""
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab whose master gives an import, a batch and half a class."""
    folder = tmp_path / "lab"
    folder.mkdir()
    (folder / "notebook.py").write_text(MASTER, encoding="utf-8")
    (folder / "lab.toml").write_text(TOML + QUESTION, encoding="utf-8")
    return load_lab(folder)


@pytest.fixture
def cell() -> Callable[..., dict[str, Any]]:
    """Makes a code cell of its source and what it printed."""
    return saved


@pytest.fixture
def answer() -> str:
    """A right answer, as somebody wrote it."""
    return ANSWER


@pytest.fixture
def training() -> str:
    """Another right answer."""
    return TRAINING


Hand = Callable[..., Path]


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """Hand in cells under a name; gives the folder of what was handed in."""
    folder = tmp_path / "class"
    folder.mkdir()

    def hand_in(name: str, *cells: dict[str, Any]) -> Path:
        (folder / f"{name}.ipynb").write_text(content(cells), encoding="utf-8")
        return folder

    return hand_in

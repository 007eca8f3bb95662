"""Classes are constructed whatever way they have to their sizes."""

import dataclasses

import pytest

from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for

NOTEBOOK = """
from dataclasses import dataclass
import torch.nn as nn
largo = 64
ancho = 5

@dataclass
class Config:
    vocab_size: int
    n_embd: int = 768
    bias: bool = True

class Bare(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(ancho)

class Inside(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.Linear(Config(1).n_embd, 1)

class Given(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.norm = nn.Linear(config.n_embd, config.vocab_size, bias=config.bias)
"""


@pytest.fixture(scope="module")
def student(tiny, written, here):
    """A notebook whose classes have their sizes from everywhere but arguments."""
    used_as = {"n_embd": (r"LayerNorm\({name}\)",)}
    lab = dataclasses.replace(tiny(), aliases={"n_embd": (), "vocab_size": ()}, used_as=used_as)
    with open_submission(written(NOTEBOOK), lab, shelf_for(lab), here) as opened:
        yield opened.student


@pytest.mark.parametrize("name", ["Bare", "Inside", "Given"])
def test_sizes_are_given_wherever_a_class_has_them_from(student, name):
    """A global of the notebook's own name, defaults of a class of settings, an object of it made to be passed."""
    student.begin(name, 10)
    with student.globals(n_embd=26, vocab_size=23):
        made = student.new(name, n_embd=26)
        assert made.state().parameters["norm.weight"].shape[-1] == 26
    student.finish()

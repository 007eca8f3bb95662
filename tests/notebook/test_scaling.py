"""Laws of scaling down: what fails only because it was scaled is excused, and an answer is never cut short."""

import ast

import pytest

from autograder.lab.declaration import Cap, Scaling
from autograder.notebook.scaling import Scaler
from autograder.source.edits import SourceEdits

SCALING = Scaling(
    steps=3, step_seconds=8.0, caps={"max_iters": Cap(3), "n_layer": Cap(2, in_models=False), "n_embd": Cap(48)}
)
NOTEBOOK = """
import torch
text, chars = open('t.txt').read(), 'abc'
stoi = {c: i for i, c in enumerate(chars)}
def encode(s): return [stoi[c] for c in s]
n_embd = 384
class GPT(torch.nn.Module):
    def __init__(self):
        super().__init__()
        n_layer = 6
        self.h = torch.nn.Linear(n_embd, n_embd)
    def forward(self, x):
        assert x.size(-1) == self.h.in_features
        return self.h(x)
    def generate(self, idx, n):
        for _ in range(n): idx = self(idx)
        return idx
model = GPT()
def count(m): return sum(p.numel() for p in m.parameters())
lossi = []
for step in range(5000):
    loss = model(x); loss.backward(); lossi.append(loss.item())
def measure(m, batches):
    for b in batches: m(b)
    return m
"""


def scaled(source, before=NOTEBOOK):
    """What scaling makes of a cell that follows the notebook, and what it reports."""
    trees = [ast.parse(before), ast.parse(source)]
    splices = SourceEdits(source)
    found = Scaler(SCALING, trees).scale(1, trees[1], splices)
    text = splices.apply()
    ast.parse(text)
    return text, [item.name for item in found]


@pytest.mark.parametrize(
    "source",
    [
        "assert step == 4999, 'no'",
        "assert count(model) > 10e6",
        "n = count(model)\nassert n > 10e6, n",
        "assert loss < 2 and len(lossi) == 5000",
        "assert min(lossi[-100:]) < lossi[0]",
        "if loss.item() > 2:\n    print('mal')\n    raise RuntimeError('no')",
        "import sys\nif len(lossi) < 100: sys.exit(1)",
        "torch.testing.assert_close(loss, 1.8)",
        "def check(m):\n    k = count(m)\n    assert k > 10e6\ncheck(model)",
        "assert (model.h.weight.shape ==\n        (384, 384)), 'mal'",
    ],
)
def test_a_test_of_what_was_scaled_is_excused(source):
    """Sizes, parameters, losses and steps are not the student's any more; the test is computed, and nothing follows."""
    text, names = scaled(source)
    assert "assert" in names
    assert not [part for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Assert)]


@pytest.mark.parametrize(
    "source",
    [
        "assert encode('ab') == [0, 1]",
        "assert len(stoi) == len(chars)",
        "assert torch.__version__ > '1'",
        "if not text: raise ValueError('vacio')",
        "class Head(torch.nn.Module):\n    def forward(self, x):\n        assert x.size(-1) == n_embd",
    ],
)
def test_a_test_of_anything_else_stays(source):
    """What scaling does not reach fails as it would in the student's own notebook."""
    assert scaled(source) == (source, [])


def test_a_count_of_layers_inside_a_model_is_the_answer():
    """`n_layer = 6` in a model's constructor stays 6; the same outside of a model is a setting."""
    assert "n_layer = 6" in scaled(NOTEBOOK, "")[0]
    assert scaled("n_layer = 6", "")[0] == "n_layer = 2"
    assert scaled("class Config:\n    n_layer = 6", "")[0].endswith("n_layer = 2")


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(20000):\n    y = model.generate(x, 9)",
        "while True:\n    y = model(x)",
        "for b in batches:\n    y = measure(model, [b])",
        "with torch.no_grad():\n    for x in batches: total(x)",
        "ys = [model(x) for x in batches]",
    ],
)
def test_a_loop_that_asks_a_model_has_a_time(source):
    """Measuring for minutes tells nothing more; a loop that only asks may take half the seconds of one that trains."""
    text, names = scaled(source)
    assert names == ["evaluation"]
    assert "__autograder_evaluation__" in text


def test_a_loop_in_a_model_is_never_cut_short():
    """The loop in `generate` is an answer; so is any loop that asks no model."""
    assert "for _ in range(n): idx = self(idx)" in scaled(NOTEBOOK, "")[0]
    assert scaled("for c in text: print(c)") == ("for c in text: print(c)", [])

"""Laws of training loops: none outlasts its budget, and other loops stay as written."""

import pytest

from autograder.kernel_side.budget import Budget
from autograder.lab.declaration import Scaling
from autograder.notebook.prepared_cell import Machine
from autograder.notebook.rewrite import rewrite

STEPS = 5


class Loss:
    """Counts how often it is asked for gradients."""

    def __init__(self):
        self.count = 0

    def backward(self):
        self.count += 1

    def item(self):
        return 1.0


@pytest.fixture
def cells(tmp_path):
    machine = Machine(tmp_path, cuda=True, has_module=lambda _: True)
    return lambda *sources: rewrite(sources, Scaling(steps=STEPS), machine)


@pytest.fixture
def trained(cells):
    def run(*sources):
        loss = Loss()
        names = {"__autograder_steps__": Budget(STEPS, 60.0), "loss": loss}
        for cell in cells(*sources):
            exec(cell.source, names)
        return loss.count

    return run


ENDLESS = {
    "for": "for i in range(10**9):\n    loss.backward()",
    "for over a tuple": "for i in 1, *range(99):\n    loss.backward()",
    "while": "i = 0\nwhile i < 10**9:\n    loss.backward(); i += 1",
    "while true": "while True: loss.backward()",
    "while over lines": "i = 0\nwhile (i < 10**9\n       and i >= 0):  # sigue\n    loss.backward()",
    "while with a shadowed builtin": "iter = 3\nwhile(iter):\n    loss.backward()",
    "epochs": "for e in range(1000):\n    for b in range(3):\n        loss.backward()",
    "function": "def step():\n    loss.backward()\nwhile True:\n    step()",
    "function in a function": "def a():\n    def b(): loss.backward()\n    b()\ndef c(): a()\nwhile True: c()",
    "method": "class T:\n    def fit(self): loss.backward()\nt = T()\nwhile True: t.fit()",
    "lambda": "step = lambda: loss.backward()\nwhile True: step()",
    "closure": "def opt(f): f()\nwhile True:\n    def closure():\n        loss.backward()\n    opt(closure)",
    "loop in a function": "def train(n):\n    while n: loss.backward()\nfor lr in range(3): train(lr + 1)",
    "an object": "class T:\n    def __call__(self): loss.backward()\nt = T()\nwhile True: t()",
    "a function made": "def make():\n    def step(): loss.backward()\n    return step\nf = make()\nwhile True: f()",
    "in what it goes through": "def step():\n    loss.backward()\n    return 1\nfor i in iter(step, 0): pass",
    "branch": "while True:\n    if True:\n        with open('/dev/null'):\n            loss.backward()",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_no_loop_trains_longer_than_its_budget(trained, source):
    """Whatever a training loop counts with, it takes the budget's steps and ends."""
    assert trained(source) == STEPS


def test_a_function_of_a_later_cell_counts(trained):
    """A loop that calls a function which another cell defines is a training loop."""
    assert trained("def run():\n    while True: step()", "def step(): loss.backward()", "run()") == STEPS


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("for i in range(3):\n    loss.backward()", 3),
        ("i = 0\nwhile i < 3:\n    loss.backward(); i += 1", 3),
        ("for i in range(9):\n    loss.backward()\n    if i == 1: break", 2),
        ("for i in range(9):\n    if i % 2: continue\n    loss.backward()", 3),
        ("i = 0\nwhile i < 3:\n    i += 1\nelse:\n    loss.backward()", 1),
    ],
)
def test_short_loops_run_as_written(trained, source, count):
    """A loop within the budget does what it did: break, continue and else included."""
    assert trained(source) == count


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(9):\n    x += 1",
        "while x := f():\n    loss.backward()",
        "async def f():\n    async for b in g():\n        loss.backward()",
        "async def f():\n    while await g():\n        loss.backward()",
        "class C:\n    i = 0\n    while i < 3:\n        loss.backward()",
        "def train(): loss.backward()\nfor s in ('train', 'val'):\n    model.train()",
        "for i in range(9):\n    f(backward)",
        "for p, g in zip(ps, torch.autograd.grad(loss, ps)):\n    p.grad = g",
    ],
)
def test_other_loops_are_left(cells, source):
    """Loops that do not train, and those that cannot be held without changing their meaning, stay as written."""
    assert cells(source)[0].source == source


def test_a_loop_is_reported_by_its_header(cells):
    """One entry for each loop, with the header's first line."""
    source = "for iter in range(max_iters):  # largo\n    for b in (\n        loader):\n        loss.backward()"
    found = cells("", source)[1].scaled
    assert [(s.cell, s.name, s.written, s.used) for s in found] == [
        (1, "loop", "for iter in range(max_iters)", "5"),
        (1, "loop", "for b in (", "5"),
    ]


def test_the_error_of_a_loop_is_on_the_students_line(cells):
    """A traceback from a rewritten loop names the line where the student wrote it."""
    source = "x = 1\nwhile (x\n       < 3):\n    loss.backward()\n    1 / 0"
    with pytest.raises(ZeroDivisionError) as caught:
        exec(cells(source)[0].source, {"__autograder_steps__": Budget(STEPS, 60.0), "loss": Loss()})
    assert caught.traceback[-1].lineno == 4

"""Laws of caps: what is too large becomes small wherever it is written, and right answers stay right."""

import pytest

from autograder.kernel_side.budget import clamp
from autograder.lab.declaration import CallCap, Cap, Scaling
from autograder.notebook.prepared_cell import Machine
from autograder.notebook.rewrite import rewrite

SCALING = Scaling(
    steps=5,
    caps={
        "max_iters": Cap(30),
        "steps": Cap(30),
        "batch_size": Cap(8),
        "block_size": Cap(32),
        "n_embd": Cap(48, multiple_of="n_head"),
    },
    calls={"generate": CallCap("max_new_tokens", 1, 40)},
)


@pytest.fixture
def capped(tmp_path):
    machine = Machine(tmp_path, cuda=True, has_module=lambda _: True)
    return lambda *sources: [cell.source for cell in rewrite(sources, SCALING, machine)][-1]


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("max_iters = 8000", "max_iters = 30"),
        ("max_iters = 10 * 800  # largo", "max_iters = 30  # largo"),
        ("max_iters = int(5e3)", "max_iters = 30"),
        ("max_iters = 1e4", "max_iters = 30.0"),
        ("MAX_ITERS: int = 8_000", "MAX_ITERS: int = 30"),
        ("max_iters, lr = 8000, 3e-4", "max_iters, lr = 30, 3e-4"),
        ("(a, [max_iters, b]) = 1, (8000, 64)", "(a, [max_iters, b]) = 1, (30, 64)"),
        ("batch_size = max_iters = 8000", "batch_size = max_iters = 8"),
        ("max_iters = batch_size = 8000", "max_iters = batch_size = 8"),
        ("batch_size = bs = 64", "batch_size = bs = 8"),
        ("self.max_iters = 8000", "self.max_iters = 30"),
        ("config['batch_size'] = 64", "config['batch_size'] = 8"),
        ("class C:\n    block_size = 256", "class C:\n    block_size = 32"),
        ("c = Config(block_size=256)", "c = Config(block_size=32)"),
        ("c = {'block_size': 256, **d}", "c = {'block_size': 32, **d}"),
        ("def f(a, batch_size=64, *, block_size=256): pass", "def f(a, batch_size=8, *, block_size=32): pass"),
        ("f = lambda batch_size=64: batch_size", "f = lambda batch_size=8: batch_size"),
        ("print(max_iters := 8000)", "print(max_iters := 30)"),
        ("def f():\n    max_iters = 8000", "def f():\n    max_iters = 30"),
    ],
)
def test_literals_are_capped_wherever_the_name_gets_them(capped, written, used):
    """Assignments, attributes, keywords, defaults and dict keys are capped; all else stays as written."""
    assert capped(written) == used


@pytest.mark.parametrize(
    "source",
    [
        "max_iters = 30",
        "max_iters = -1",
        "max_iters = True",
        "max_iters = None",
        "max_iters = '8000'",
        "max_iters += 8000",
        "max_iters_total = 8000",
        "def f(x):\n    batch_size, block_size, n_embd = x.shape",
        "batch_size, block_size, n_embd = x.shape",
        "def f(x):\n    n_embd = 64 * n_head",
        "def f(x):\n    batch_size = len(x)",
        "*batch_size, a = 64, 65",
        "steps = steps + 1",
        "block_size = x.shape[1]",
        "x = torch.linspace(0, 1, steps=100)",
        "{**{}, 3: 8000}",
    ],
)
def test_right_answers_are_not_corrupted(capped, source):
    """Small values, unpackings, counters, shapes and what a function computes stay as written."""
    assert capped(source) == source


@pytest.mark.parametrize(
    ("source", "value"),
    [("block_size = 2 * n", 32), ("batch_size = len(data) // n", 2), ("class C:\n    block_size = n * n", 32)],
)
def test_computed_values_are_capped_as_they_run(capped, source, value):
    """At module and class level the smaller of the value and the cap is what the name gets."""
    names = {"__autograder_clamp__": clamp, "n": 50, "data": [0] * 100}
    exec(capped(source), names)
    assert names.get("block_size", names.get("batch_size", getattr(names.get("C"), "block_size", None))) == value


@pytest.mark.parametrize(
    ("heads", "embedding", "used"),
    [("6", "384", "48"), ("5", "320", "45"), ("7", "392", "42"), ("64", "384", "64"), ("5", "384", "48")],
)
def test_sizes_stay_divisible(capped, heads, embedding, used):
    """The cap of n_embd is a multiple of n_head where the student's own value is one."""
    assert capped(f"n_head = {heads}", f"n_embd = {embedding}") == f"n_embd = {used}"


def test_head_counts_of_examples_do_not_spoil_the_divisor(capped):
    """Only head counts that divide the student's size count."""
    assert capped("n_head = 16  # ejemplo", "n_head = 7", "n_embd = 392") == "n_embd = 42"


@pytest.mark.parametrize(
    ("other", "source"),
    [
        ("proj = nn.Linear(384, 384)", "n_embd = 384"),
        ("n_head = 6; head_size = 64", "n_embd = 384"),
        ("n_head = 6; head_size = 64", "n_embd = n_head * head_size"),
        ("n_head = 6; head_size = 64", "n_embd = n_head * 64"),
    ],
)
def test_a_size_that_is_also_written_out_elsewhere_is_left(capped, other, source):
    """Making one of two numbers smaller that must agree would break a right answer."""
    assert capped(other, source) == source


def test_a_size_computed_from_the_heads_is_capped(capped):
    """`64 * n_head` is held to a multiple of the head count."""
    assert capped("n_head = 5", "n_embd = 64 * n_head") == "n_embd = __autograder_clamp__(64 * n_head, 45)"


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("m.generate(ctx, 500)", "m.generate(ctx, 40)"),
        ("m.generate(ctx, max_new_tokens=500)", "m.generate(ctx, max_new_tokens=40)"),
        ("generate(ctx, n)", "generate(ctx, __autograder_clamp__(n, 40))"),
        ("generate(ctx, (yield))", "generate(ctx, (__autograder_clamp__((yield), 40)))"),
        ("generate(ctx, max(n, 500))", "generate(ctx, __autograder_clamp__(max(n, 500), 40))"),
        ("print(f'{m.generate(ctx, 500)} ñ')", "print(f'{m.generate(ctx, 40)} ñ')"),
        ("m.generate(*args, 500)", "m.generate(*args, 500)"),
        ("m.generate(ctx)", "m.generate(ctx)"),
        ("m.generate(ctx, None)", "m.generate(ctx, None)"),
        ("def generate(self, n): pass", "def generate(self, n): pass"),
        (
            "def f():\n    generate(max_new_tokens=k)",
            "def f():\n    generate(max_new_tokens=__autograder_clamp__(k, 40))",
        ),
    ],
)
def test_arguments_are_capped_by_keyword_and_position(capped, written, used):
    """Literals become smaller literals, other values are held as they run; definitions are no calls."""
    assert capped(written) == used

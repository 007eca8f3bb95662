"""Laws of rewriting: it never fails, moves no line, and keeps what was written."""

import ast
import types
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists, sampled_from, text

from autograder.kernel_side.budget import Budget, clamp
from autograder.kernel_side.stand_ins import StandIn
from autograder.lab.declaration import CallCap, Cap, Scaling
from autograder.notebook.rewrite import Machine, RewrittenCell, ScaledValue, rewrite

SCALING = Scaling(
    steps=30,
    caps={name: Cap(30) for name in ("max_iters", "eval_iters", "steps", "epochs")}
    | {"batch_size": Cap(8), "block_size": Cap(32), "n_layer": Cap(2), "n_embd": Cap(48, "n_head")},
    calls={"generate": CallCap("max_new_tokens", 1, 40)},
)
GONE = ("wandb", "tiktoken", "datasets", "bloques", "torchinfo", "tqdm")
MACHINE = Machine(Path("/tmp/run"), cuda=False, has_module=lambda name: name not in GONE)

STATEMENTS = sampled_from(
    [
        "max_iters = (10 *\n    800)",
        "n_embd, n_head = 384, 6",
        "block_size = 2 * n  # ñandú",
        "for x in range(max_iters):\n    loss.backward()  # paso",
        "while (a\n       and b):\n    loss.backward()",
        "while True: step()",
        "def step(batch_size=64):\n    '''/content/x'''\n    return loss.backward()",
        "class C:\n    block_size: int = 256\n    def f(self): self.max_iters = 9_000",
        "print(f'{m.generate(ctx, 500)!r:>{steps}}')",
        "x = m.generate(ctx, max(n, 500)); y = 'cuda'",
        "import torch, wandb, os as o; z = 1",
        "from wandb import (a,\n    b)",
        "torch.save(m, f'/content/ñ/{x}.pt')",
        "s = '''a\n/content'''",
        "[loss.backward() for epochs in range(3)]",
        "x = y = 1",
        "async def f():\n    async for x in y: loss.backward()",
        "@d(batch_size=64)\ndef g(): yield (steps := 500)",
        "for a in (yield), *b: loss.backward()",
    ]
)


def rewritten(*sources):
    return rewrite(sources, SCALING, MACHINE)


def imports(statement):
    """Whether a statement is an import, or stands in for one."""
    return isinstance(statement, ast.Import | ast.ImportFrom) or "__autograder_missing__" in ast.unparse(statement)


@given(lists(text(), max_size=3))
def test_no_text_is_too_strange(sources):
    """Any texts give as many cells, never an error."""
    assert len(rewritten(*sources)) == len(sources)


@settings(max_examples=300)
@given(lists(STATEMENTS, max_size=6), sampled_from(["", "\n", "# fin", "\r\nx = 1", "\tx", "x ="]))
def test_python_stays_python_on_its_lines(statements, tail):
    """A cell that parses is rewritten to one that parses, with as many lines and the same statements on each.

    Only an import may become several statements, on the line where it ended.
    """
    source = "\n".join([*statements, tail])
    (cell,) = rewritten(source)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    after = ast.parse(cell.source)
    assert len(cell.source.splitlines()) == len(source.splitlines())
    assert [s.end_lineno for s in after.body if not imports(s)] == [s.end_lineno for s in tree.body if not imports(s)]
    assert {s.end_lineno for s in after.body} == {s.end_lineno for s in tree.body}


@given(lists(STATEMENTS, max_size=4))
def test_rewriting_again_caps_no_literal_again(statements):
    """What was made small is small: a second rewriting reports no literal."""
    (cell,) = rewritten("\n".join(statements))
    again = rewritten(cell.source)[0]
    assert not [s for s in again.scaled if s.name != "loop" and not s.used.startswith("min(")]


@pytest.mark.parametrize(
    "source",
    ["", "\n\n", "x = 1  # nada", "class A:\n    '''doc'''\n", "print('hola')\n\n", "def f(:", "  x = 1", "\tif"],
)
def test_what_needs_nothing_comes_back_as_written(source):
    """A cell with nothing to scale is the same text, spaces and comments included."""
    assert rewritten(source)[0].source.strip() == source.strip()
    assert rewritten(source)[0].scaled == ()


def test_what_was_written_is_kept_for_the_report():
    """Each thing made smaller names its cell, the name, the student's text and what runs."""
    cells = rewritten("x = 1", "max_iters = 10*800\nm.generate(c, n)")
    assert cells[1].scaled == (
        ScaledValue(1, "max_iters", "10*800", "30"),
        ScaledValue(1, "generate", "n", "min(n, 40)"),
    )


def test_an_argument_capped_twice_is_reported_once():
    """`generate(max_new_tokens=500)` is one thing made smaller, though two rules meet there."""
    scaling = Scaling(caps={"max_new_tokens": Cap(40)}, calls={"generate": CallCap("max_new_tokens", 1, 40)})
    (cell,) = rewrite(["m.generate(c, max_new_tokens=500)"], scaling, MACHINE)
    assert cell == RewrittenCell("m.generate(c, max_new_tokens=40)", (ScaledValue(0, "generate", "500", "40"),))


@pytest.mark.parametrize(
    ("written", "used", "missing"),
    [
        ("import datasets", "datasets = M('datasets')", ("datasets",)),
        ("import datasets.sdk.x", "datasets = M('datasets')", ("datasets",)),
        ("import torch, datasets.sdk as w, os as o", "import torch, os as o; w = M('w')", ("datasets",)),
        ("from datasets.x import (a,\n  b as z)\nc = 1", "\\\na = M('a'); z = M('z')\nc = 1", ("datasets",)),
        ("from datasets import *", "pass", ("datasets",)),
        ("import wandb; import tiktoken; x = 1", "wandb = M('wandb', True); tiktoken = M('tiktoken'); x = 1", GONE[:2]),
    ],
)
def test_a_module_that_is_not_there_has_a_stand_in(written, used, missing):
    """Every name that a missing module would have given gets a stand-in, what is there stays, the module is named."""
    cell = rewritten(written)[0]
    assert (cell.source, cell.missing) == (used.replace("M(", "__autograder_missing__("), missing)


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["import wandb, torchinfo", "from tqdm import tqdm"], ()),
        (["from bloques import Head, Block as B"], ("Head", "B")),
        (["from bloques import Head, B", "class Head: pass"], ("B",)),
        (["from bloques import *", "import torch\ndef f(x): return g(x) + torch.ones(len(x))"], ("g",)),
        (["class Head:\n    def f(self):\n        import bloques\n        return bloques.g()"], ("Head",)),
        (["if True:\n    from bloques import encode"], ("encode",)),
    ],
)
def test_names_of_absent_modules_are_told(sources, names):
    """Whoever judges must know which names stand for nothing; those of loggers and progress bars change no answer."""
    assert rewritten(*sources)[0].stand_ins == names


def test_a_stand_in_never_replaces_what_the_notebook_defines():
    """A name that the notebook defines stays what it was, whichever came first."""
    cell, _ = rewritten("from bloques import Head", "class Head: pass")
    names = {"Head": int, "__autograder_missing__": StandIn}
    exec(cell.source, names)
    assert names["Head"] is int


@pytest.mark.parametrize(
    "written", ["assert torch.cuda.is_available()", 'assert not x or torch.cuda.is_available() is True, "a GPU"']
)
def test_that_there_must_be_a_gpu_is_let_pass(written):
    """An assert that there is a GPU passes on a machine without one, wherever it stands, and stays on one with it."""
    source = f"def f():\n    {written}\nx = 1"
    assert rewritten(source)[0].source == "def f():\n    pass\nx = 1"
    assert rewrite([source], SCALING, replace(MACHINE, cuda=True))[0].source == source


def test_other_asserts_are_left():
    """An assert of anything else is the student's own."""
    assert rewritten("assert torch.is_tensor(x)")[0].source == "assert torch.is_tensor(x)"


@pytest.mark.parametrize(
    "source",
    ["import torch", "from . import x", "try:\n    import wandb\nexcept ImportError:\n    pass"],
)
def test_other_imports_are_left(source):
    """What is there, and what the student guards, is imported as written."""
    assert rewritten(source)[0] == RewrittenCell(source)


def test_a_module_that_the_notebook_writes_is_there():
    """A module made by `%%writefile` is imported, and made smaller like any cell."""
    made, use = rewritten("%%writefile wandb.py\nmax_iters = 5000", "import wandb")
    assert use == RewrittenCell("import wandb")
    assert made.source.splitlines()[1:] == ["max_iters = 30"] and made.scaled[0].written == "5000"


@pytest.mark.parametrize(
    ("written", "loops"),
    [
        ("l = [step() for _ in range(9000)]", ["for _ in range(9000)"]),
        ("l = sum(step()\n  for i, x in enumerate(\n  data))", ["for i, x in enumerate("]),
        ("l = {i: step() for e in range(9000) for i in b}", ["for e in range(9000)", "for i in b"]),
        ("def f():\n  yield from (step() for _ in iter(int, 1))", ["for _ in iter(int, 1)"]),
        ("l = [x for x in range(9000) if x > 3]", []),
    ],
)
def test_a_comprehension_that_trains_has_a_budget(written, loops):
    """What trains inside brackets takes no more steps than what trains in a loop; nothing else is touched."""
    step = "taken = []\ndef step():\n  taken.append(1); loss.backward()"
    _, cell = rewritten(step, written)
    assert [item.written for item in cell.scaled if item.name == "loop"] == loops
    taken = []
    names = {"__autograder_steps__": Budget(30, 60), "step": lambda: taken.append(1) or 1}
    exec(cell.source, names | {"data": range(9000), "b": "xyz"})
    assert len(taken) <= 30


COLAB = [
    "\nfrom google.colab import drive\ndrive.mount('/content/drive')\n!pip install -q wandb \\\n  tqdm\n"
    "!wget https://example.org/shakespeare.txt\n%matplotlib inline\nimport math, wandb",
    "%%time\n%cd /content/drive/MyDrive\ndevice = 'cuda'\ntext = 'hola'",
    "batch_size, block_size = 64, 256  # ñ\nmax_iters = 8_000\nn_embd, n_head, n_layer = 384, 6, 6\neval_iters = 200",
    "class Model:\n    def backward(self):\n        calls.append(device)\n"
    "    def generate(self, idx, max_new_tokens):\n"
    "        return max_new_tokens\ncalls, model = [], Model()\ndef epoch(batches):\n    def one():\n"
    "        model.backward()\n    for _ in batches:\n        one()",
    "for iter in range(max_iters):\n    if iter == max_iters - 1:\n        last = iter\n    model.backward()",
    "step = 0\nwhile step < 5000:\n    model.backward()\n    step += 1",
    "for e in range(int(1e6)):\n    epoch(range(7))",
    "new = f'{model.generate(0, max_new_tokens=2000)}'\n%time more = model.generate(0, step * 100)\n"
    "path = f'/content/modelo_{step}.pt'",
]


def test_a_notebook_for_colab_runs_here():
    """Eight thousand steps, a mounted drive and shell lines: it runs in a moment and does what it says."""
    shell = types.SimpleNamespace(system=lambda command: None, getoutput=lambda command: [], run_line_magic=print)
    names = {"__autograder_steps__": Budget(30, 60.0), "__autograder_clamp__": clamp, "get_ipython": lambda: shell}
    cells = rewritten(*COLAB)
    for number, cell in enumerate(cells[1:], start=1):
        exec(compile(cell.source, f"cell {number}", "exec"), names)
    assert names["calls"] == ["cpu"] * 90
    assert (names["last"], names["step"], names["n_embd"]) == (29, 30, 48)
    assert (names["new"], names["more"], names["path"]) == ("40", 40, "/tmp/run/modelo_30.pt")
    assert (cells[0].missing, cells[0].folders) == (("wandb",), (Path("/tmp/run/drive"),))
    assert all(cell.source.count("\n") == source.count("\n") for cell, source in zip(cells, COLAB, strict=True))

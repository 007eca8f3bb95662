"""Makes hostile notebooks by a seed: random mixtures of what is known to hurt a grader, each a file of its own."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import jupytext

from arena.attack import LAB

Cell = dict[str, Any]
NAMES = (
    *("gradebook.db", "grades.csv", "grades.csv.part", "gradebook.db-wal", "submissions", "result.json", "CON", "-rf"),
    *("x.part", "export", "a\u202egpj", "n\u0303andu", "\u00f1andu", "Ana", "ANA", "=1+1", "@SUM(A1)", "{0}", "%s"),
    *("a\nb", "\x1b[2J", "x..", "x" * 180, "\U0001f600", "' OR 1=1 --", "<script>alert(1)", "None", "nan"),
)
ODD = (
    *(
        "None",
        "True",
        "10 ** 300",
        "-(10 ** 4000)",
        "float('nan')",
        "float('inf')",
        "'\\ud800'",
        "'x' * 10 ** 7",
        "b'x'",
    ),
    *(
        "[]",
        "[[[]]]",
        "{}",
        "{1: 2, None: 3, (1, 2): []}",
        "object()",
        "print",
        "type",
        "lambda: 0",
        "...",
        "1j",
        "set()",
    ),
    *("torch.zeros(0)", "torch.zeros(2, 3, 4)", "torch.full((4,), float('nan'))", "torch.zeros(3).to_sparse()"),
    *("torch.zeros(10 ** 8)", "torch.empty(3, device='meta')", "range(10 ** 9)", "iter([])", "'\\u202e\\x1b[2J'"),
)
LOOPS = (
    "while True: pass",
    "import time\ntime.sleep(99)",
    "import itertools\nfor _ in itertools.count(): x = _",
    "try:\n    while True: pass\nexcept KeyboardInterrupt:\n    while True: pass",
    "x = 9 ** 9 ** 8",
    "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')",
    "import threading\nfor _ in range(20): threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()",
)
KILLERS = (
    "import os\nos._exit(1)",
    "import os\nos.kill(os.getpid(), 9)",
    "import ctypes\nctypes.string_at(0)",
    "import sys\nsys.exit(3)",
    "quit()",
    "raise SystemExit",
    "raise KeyboardInterrupt",
    "def f(): return f()\nimport sys\nsys.setrecursionlimit(10 ** 9)\nf()",
    "x = bytearray(1 << 40)",
    "x = []\nwhile True: x.append(bytearray(1 << 24))",
    "import os\nos.abort()",
    "import os\nfor n in range(3, 200):\n    try: os.close(n)\n    except OSError: pass",
    "import os\nos.fork()",
    "get_ipython().kernel.do_shutdown(True)",
    "import builtins\nbuiltins.print = builtins.len = builtins.isinstance = None",
    "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "import ctypes\nctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))",
)
MAGICS = (
    *("%%bash\necho x > /x", "%%writefile ../../../x.py\nx = 1", "%%writefile a\0b\nx", "%run nada.py"),
    *(
        "%%javascript\nalert(1)",
        "%cd /",
        "%reset -f",
        "%env A=B",
        "%load_ext nada",
        "%%capture\nx = 1",
        "!cat /etc/passwd",
    ),
    *("%pdb on\n1 / 0", "%debug", "%%timeit\npass", "%autoreload 2", "%%html\n<script>1</script>", "%%", "%", "!", "?"),
    *(
        "%%writefile double.py\ndef double(x): return 0",
        "%%file /content/x/" + "y/" * 400 + "z.py\nx",
        "%%python2\nprint 1",
    ),
)
TEXTS = (
    *(
        "# a) double",
        "## b) Head",
        "Nombre: \u202eatoS anA",
        "Nombre: " * 400,
        "RUT: 12.345.678-5\nNombre: Otra Persona",
    ),
    *(
        "Nombre:" + " " * 3000,
        "<table>" * 300,
        "$" * 2000,
        "```\n" * 500,
        "a)\n" * 1000,
        "\x1b[2J\x9b31m\u2028\u200b",
        "|" * 4000,
    ),
    *("\ud800", "\ufeff\ufeff", "<!--" * 300, "> " * 2000, "[" * 3000, "*" * 3000, "&lt;" * 2000, "\\" * 3000),
)
VERSIONS = ("3", "5", "2", "-1", "99999", "null", '"4"', "4.5")
METADATA: tuple[Any, ...] = (
    *({"authors": 5}, {"authors": [{"name": ["x"]}, None, {"name": "\u202e\ud800"}]}, {"author": {"name": {}}}),
    *(
        {"kernelspec": {"name": "../../x", "language": "R"}},
        {"language_info": "python"},
        {"kernelspec": [1]},
        {"a": "x" * 10**6},
    ),
)


@dataclass(frozen=True)
class Hostile:
    """A generated file: its name, and its bytes."""

    name: str
    content: bytes


def hostile(seed: int) -> Hostile:
    """Return the hostile notebook of a seed, always the same: one to four troubles among right answers."""
    dice = Random(seed)
    cells = list(base_cells())
    table: dict[str, Any] = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    for trouble in dice.sample(TROUBLES, dice.randint(1, 4)):
        trouble(dice, table)
    text = json.dumps(table, ensure_ascii=dice.random() < 0.5)
    for spoil in dice.sample(SPOILS, dice.choice((0, 0, 0, 1))):
        text = spoil(dice, text)
    name = f"{dice.choice(NAMES)}{'' if dice.random() < 0.3 else seed}"
    return Hostile(f"{name}.ipynb", text.encode("utf-8", "surrogatepass"))


def files(seeds: Sequence[int]) -> dict[str, bytes]:
    """Return the files of some seeds, by names of which none is there twice."""
    made: dict[str, bytes] = {}
    for seed in seeds:
        one = hostile(seed)
        made[one.name if one.name not in made else f"{seed}{one.name}"] = one.content
    return made


@cache
def base_cells() -> tuple[Cell, ...]:
    """The cells of a right answer but for b."""
    book = jupytext.reads((LAB / "base.py").read_text("utf-8"), "py:percent")
    return tuple(cell(each.source, each.cell_type) for each in book.cells)


def cell(source: Any, kind: str = "code") -> Cell:
    """A cell as JSON."""
    own = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **own}


def put(dice: Random, table: dict[str, Any], source: Any, kind: str = "code") -> None:
    """Put a cell anywhere among the others."""
    table["cells"].insert(dice.randint(0, len(table["cells"])), cell(source, kind))


def blanks(dice: Random, table: dict[str, Any]) -> None:
    """Runs of blank lines and spaces, for patterns that go back over them again and again."""
    run = dice.choice(("\n", " \n", " ", "\t\n", "\r\n", "\u00a0", "#\n", "\\\n")) * dice.choice((500, 5000, 40_000))
    put(
        dice,
        table,
        f"{dice.choice(('# a)', '## b)', 'x = 1', 'Nombre', '%%time'))}{run}x",
        dice.choice(("code", "markdown")),
    )


def long_code(dice: Random, table: dict[str, Any]) -> None:
    """Much code, or deep code."""
    count = dice.choice((200, 3000, 20_000))
    made = (
        "a=1\n" * count,
        "%time x=1\n" * (count // 20),
        "x = " + "(" * count + ")" * count,
        "x = " + "+".join(["1"] * count),
    )
    more = (
        "if 1:\n" + "".join(f"{' ' * n}if 1:\n" for n in range(1, 90)),
        f"x = {'-' * count}1",
        "x = [" + "[0]," * count + "]",
    )
    put(dice, table, dice.choice((*made, *more)))


def surrogates(dice: Random, table: dict[str, Any]) -> None:
    """Halves of characters, NUL and signs that turn text round, in code, comments, texts and literals."""
    sign = dice.choice(("\ud800", "\udfff", "\0", "\u202e", "\ufeff", "\x1b[2J", "\u2028"))
    made = (
        f'x = "{sign}"',
        f"# {sign}\nx = 1",
        f"def f{sign}(): pass",
        'x = "\\ud800"\nprint(x)',
        f"raise Exception('{sign}')",
    )
    put(dice, table, dice.choice(made), dice.choice(("code", "code", "markdown", "raw")))


def paths(dice: Random, table: dict[str, Any]) -> None:
    """Paths of another machine that cannot be made, or are too many."""
    long, many = (
        "d/" * dice.choice((200, 3000)),
        ", ".join(f"'/content/d{n}/'" for n in range(dice.choice((150, 12_000)))),
    )
    made = (
        "'/content/input.txt/'",
        f"'/content/{long}x.txt'",
        f"[{many}]",
        "'/content/\\x00/'",
        "'/content/a\\nb/'",
        "'/content/../../x/'",
    )
    put(dice, table, f"x = {dice.choice(made)}\n{dice.choice(('', 'open(x)', 'import os; os.listdir(x)'))}")


def printing(dice: Random, table: dict[str, Any]) -> None:
    """Much output, printed and saved."""
    put(
        dice,
        table,
        dice.choice(("print('x' * 10 ** 8)", "for n in range(10 ** 6): print(n)", "raise Exception('x' * 10 ** 7)")),
    )
    output = {"output_type": "stream", "name": "stdout", "text": dice.choice(("x" * 10**6, ["x\n"] * 10**4, 5, None))}
    table["cells"][-1]["outputs"] = dice.choice(([output], output, "x"))


def one_of(sources: Sequence[str]) -> Callable[[Random, dict[str, Any]], None]:
    """A trouble that is one of some cells."""

    def trouble(dice: Random, table: dict[str, Any]) -> None:
        put(dice, table, dice.choice(sources))

    return trouble


def texts(dice: Random, table: dict[str, Any]) -> None:
    """Texts that look like questions, names and markup."""
    put(dice, table, dice.choice(TEXTS), dice.choice(("markdown", "markdown", "raw")))


def metadata(dice: Random, table: dict[str, Any]) -> None:
    """Metadata and fields of other types than a notebook's."""
    table["metadata"] = dice.choice(METADATA)
    where = dice.randrange(len(table["cells"]))
    change = (
        {"source": dice.choice((None, 5, {}, [["x"]], ["a", 5, None]))},
        {"cell_type": dice.choice(("x", None, 3))},
    )
    more = (
        {"metadata": None},
        {"execution_count": "5"},
        {"id": ["x"]},
        {"attachments": {"x.png": {"image/png": "A" * 10**6}}},
    )
    table["cells"][where] = table["cells"][where] | dice.choice((*change, *more))


def odd_answers(dice: Random, table: dict[str, Any]) -> None:
    """Answers of other types, sizes and forms than expected."""
    value = dice.choice(ODD)
    made = (
        f"def double(x): return {value}",
        f"def triple(x): return [{value}] * 3",
        f"double = {value}",
        f"Net = {value}",
    )
    head = f"class Head(Head):\n    def forward(self, x): return {value}"
    twice = f"class Net(Net):\n    def forward(self, x): return {value}\n    def state_dict(self): return {value}"
    lying = f"class Net(Net):\n    def named_parameters(self, *a, **k): return [({value}, {value})]"
    table["cells"].append(cell(dice.choice((*made, head, twice, lying))))


def hooks(dice: Random, table: dict[str, Any]) -> None:
    """Objects whose methods fail, hang or lie, and libraries that were changed."""
    method = dice.choice(
        ("__repr__", "__eq__", "__getattribute__", "__hash__", "__bool__", "__call__", "__del__", "__len__")
    )
    body = dice.choice(("raise SystemExit", "return self", "return None", "1 / 0", "import time; time.sleep(9)"))
    odd = f"class Odd:\n    def {method}(self, *a):\n        {body}"
    changed = (
        "torch.Tensor.numpy = None",
        "torch.allclose = lambda *a, **k: True",
        "import json; json.dumps = lambda *a: 'x'",
    )
    put(dice, table, f"{odd}\ndouble = Odd()" if dice.random() < 0.5 else f"import torch\n{dice.choice(changed)}")


def nothing(dice: Random, table: dict[str, Any]) -> None:
    """No cells, or very many."""
    table["cells"] = dice.choice(([], [cell("")] * 3000, [cell("x", "markdown")] * 3000, table["cells"] * 20))
    table["cells"] = table["cells"] or [cell("")]


def cut(dice: Random, text: str) -> str:
    """A file that breaks off."""
    return text[: dice.randrange(len(text))]


def deep(dice: Random, text: str) -> str:
    """A file with something nested without end."""
    count, (begin, end) = dice.choice((900, 50_000)), dice.choice((("[", "]"), ('{"a":', "}")))
    return text.replace('"metadata": {}', f'"metadata": {{"a": {begin * count}0{end * count}}}', 1)


def large_numbers(dice: Random, text: str) -> str:
    """A file with numbers that no machine holds."""
    number = dice.choice(("9" * 5000, "1e999", "NaN", "-Infinity", "1.5"))
    return text.replace('"execution_count": null', f'"execution_count": {number}')


def versions(dice: Random, text: str) -> str:
    """A file that says that it is of another version."""
    return text.replace('"nbformat": 4', f'"nbformat": {dice.choice(VERSIONS)}', 1)


def twice(dice: Random, text: str) -> str:
    """A file that holds two, or a key twice."""
    return dice.choice(
        (text + text, "[" + text + "]", text.replace('"cells":', '"cells": [], "cells":', 1), "\ufeff" + text)
    )


TROUBLES = (
    *(blanks, long_code, surrogates, paths, printing, texts, metadata, odd_answers, odd_answers, hooks, nothing),
    *(one_of(LOOPS), one_of(KILLERS), one_of(KILLERS), one_of(MAGICS), one_of(MAGICS)),
)
SPOILS = (cut, deep, large_numbers, versions, twice)

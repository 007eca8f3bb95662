"""Laws of modules that were handed in beside a notebook."""

import json
from pathlib import Path

from autograder.notebook.own_modules import module_names, module_texts, run_own_files, shared_modules
from autograder.notebook.submission import OwnFile, Submission

CELL = {"cell_type": "code", "source": "def decode(t):\n    return t", "outputs": [], "metadata": {}}
HELPER = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]})
FILES = (
    OwnFile("util.py", b"def encode(s):\n    return s"),
    OwnFile("src/modelo.py", "ñ = 1\nclass Head: pass".encode("latin-1")),
    OwnFile("ayuda.ipynb", HELPER.encode()),
    OwnFile("roto.ipynb", b"{"),
    OwnFile("notas.txt", b"hola"),
)


def texts():
    return module_texts(Submission(Path("x.ipynb"), "", (), files=FILES))


def test_scripts_and_notebooks_are_modules():
    """Python files are modules, and so is the code of a notebook; what is broken is none."""
    assert list(texts()) == ["util.py", "src/modelo.py", "ayuda.py"]
    assert texts()["ayuda.py"] == CELL["source"] and "ñ" in texts()["src/modelo.py"]
    assert module_names(texts()) == {"util", "src", "modelo", "ayuda"}


def test_a_module_is_shared_unless_it_would_change_the_notebook():
    """A module runs among the notebook's names, but not where the notebook defines one of its functions otherwise."""
    found = shared_modules(texts(), ["import util\nencode = util.encode", "!ls"])
    assert found == {"src.modelo": "src/modelo.py", "modelo": "src/modelo.py", "ayuda": "ayuda.py"}
    assert shared_modules({"a.py": "from . import b", "p/__init__.py": ""}, []) == {}


def test_running_a_file_runs_its_text():
    """`%run` of what was handed in runs it, on the line where it stood; of anything else it is left."""
    run = run_own_files("x = 1\n%run -i ./util.py\n%run ayuda.ipynb\n%run otro.py", texts())
    lines = run.split("\n")
    assert [line.startswith("exec(") for line in lines] == [False, True, True, False] and "'ayuda.py'" in lines[2]

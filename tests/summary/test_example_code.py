"""Laws of example code: it is that of the very answer, and nothing else of the notebook."""

import json
from dataclasses import replace

from autograder.lab.declaration import Lab, Question
from autograder.notebook.submission import read_notebook
from autograder.summary.example_code import find_example_code
from autograder.workers.pool import HERE

QUESTION = Question("a", "A", "code", 1.0, defines=("Head",))


def notebook(path, *sources):
    """A notebook with these code cells; its digest."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": s} for s in sources
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}), encoding="utf-8")
    return read_notebook(path).sha256


def test_the_code_is_that_of_the_answer(tmp_path):
    """Of several notebooks the one with a digest is shown, only the cells that answer; without one, nothing is."""
    notebook(tmp_path / "ana.ipynb", "class Head:\n    ana = 1")
    digest = notebook(tmp_path / "eva.ipynb", "secret = 1", "class Head:\n    eva = 1", "def other(): pass")
    lab = Lab("x", "X", (QUESTION, replace(QUESTION, id="b", defines=("other",))))
    found = find_example_code([tmp_path], {digest}, QUESTION, lab, HERE)
    assert (found.file.split("/")[-1], found.code) == ("eva.ipynb", "class Head:\n    eva = 1")
    assert find_example_code([tmp_path], {"another"}, QUESTION, lab, HERE) is None

"""A law of the work on a notebook's text before anything runs: its cost grows with the text, no faster."""

import json
import time
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from autograder.grading.live_submission import prepare
from autograder.intake.reading import count_questions
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab
from autograder.lab.student_template import template
from autograder.notebook.submission import Submission, parse_notebook
from autograder.notebook.written_answers import written_answers
from autograder.people.identity import identify

SHORT, LONG = 2_000, 16_000  # characters
LEAST = 0.1  # seconds of the processor's, below which nothing is measured
# texts that patterns and parsers go over again and again: the kind of cell, its beginning, what is repeated
PIECES = [
    ("markdown", "", "\n"),
    ("markdown", "", " \n"),
    ("markdown", "Nombre: ", "_ "),
    ("markdown", "**d", "*"),
    ("markdown", "Respuesta:", "- a\n"),
    ("markdown", "", "<b>"),
    ("markdown", "", "d) a\n"),
    ("code", "", "a"),
    ("code", "", "_a"),
    ("code", "", "!ls\n"),
    ("code", "", "a=1;"),
    ("code", "", "a'b"),
    ("code", "", "n_embd = 384\n"),
    ("code", "x = [", "'a',"),
    ("code", "x = '", "/a"),
    ("code", "# ", "Nombre "),
]


def notebook(kind: str, text: str) -> Submission:
    """A notebook with one cell of text, and one that answers a question."""
    texts = [(kind, text), ("code", "class Head(nn.Module):\n    def forward(self, x):\n        return x")]
    more = {"code": {"outputs": [], "execution_count": None}, "markdown": {}}
    cells = [{"cell_type": kind, "metadata": {}, "source": text} | more[kind] for kind, text in texts]
    table = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return parse_notebook(PurePosixPath("a.ipynb"), json.dumps(table).encode())


def seconds(submission: Submission, lab: Lab) -> float:
    """The processor's time for reading and rewriting a notebook."""
    shelf, given = shelf_for(lab), template(lab)
    start = time.process_time()
    identify(submission, lab.student)
    count_questions(submission, lab)
    written_answers(submission, lab, given)
    prepare(submission, lab, shelf, Path("/box"))
    return time.process_time() - start


@pytest.mark.parametrize(("kind", "start", "piece"), PIECES)
def test_cost_grows_with_the_text(gpt: Lab, kind: str, start: str, piece: str) -> None:
    """Eight times as much text takes no more than sixteen times as long."""
    lab = replace(gpt, corpora={})
    short, long = (notebook(kind, start + piece * (length // len(piece))) for length in (SHORT, LONG))
    assert seconds(long, lab) < 16 * max(seconds(short, lab), LEAST)

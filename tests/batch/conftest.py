"""A submission that was graded before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.batch.result_files import write_result_file
from autograder.batch.submissions import Item, class_items
from autograder.intake.entry import Entry
from autograder.intake.reading import read_submission
from autograder.lab.declaration import Lab
from autograder.results.result import Environment, Result, SubmissionInfo, result_json
from autograder.sandbox.level import Level

WHERE = Environment("cpu", Level.NONE, "0", "3", "2", {}, 1.0, "decided")
EMPTY = Result(
    "gpt",
    SubmissionInfo("x.ipynb", "", None, None, None, False),
    0,
    6,
    0,
    0,
    0,
    None,
    (1, 7),
    {},
    {},
    (),
    (),
    (),
    WHERE,
)
NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}


@pytest.fixture
def graded_item(gpt: Lab, tmp_path: Path) -> Item:
    """A submission that has a result in the test's folder already, made with the fingerprint "decided"."""
    (tmp_path / "ana.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    path = tmp_path / "ana.ipynb"
    (item,) = class_items([Entry(path.name, path, read=read_submission(path, path.name, gpt))], "es")
    graded = replace(EMPTY, submission=replace(EMPTY.submission, sha256=item.sha256))
    write_result_file(result_json(graded), tmp_path, item.name)
    return item

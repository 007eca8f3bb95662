"""Tells mutants that compute the same as the reference from wrong ones that the checks do not catch.

Both notebooks are run from the same seed. Compared are values that do not depend on the checks: those of the notebook's
globals at its end, how much its cells printed, and what the function `probes` of the lab's `probes.py` returns when it
runs in the notebook's globals.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from autograder.audit.subjects import Subject
from autograder.grading.live_submission import open_submission
from autograder.kernel_side import snapshot
from autograder.lab.corpora import Shelf
from autograder.lab.declaration import Lab
from autograder.sandbox.host import Host
from autograder.student.exceptions import StudentFault

Values = dict[str, Any]
PROBES = "probes.py"
FAULT = "fault"
ROUNDING = 1e-4  # of the largest number beside it; training carries the rounding of a step on to the next ones
SMALLEST = 1e-6
SECONDS = 120.0
DICE = """import random as _random
import numpy as _numpy
import torch as _torch
_random.seed(0), _numpy.random.seed(0), _torch.manual_seed(0)"""


def read_probes(lab: Lab) -> str:
    """Return the text of a lab's `probes.py`, or "" if it has none."""
    path = lab.folder / PROBES
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def final_values(subject: Subject, lab: Lab, shelf: Shelf, host: Host) -> Values:
    """Run a subject's notebook from a fixed seed and return its values at the end, by name.

    If the notebook cannot be asked, the only value is its fault.
    """
    notebook = json.loads(subject.notebook)
    first: dict[str, Any] = {
        "cell_type": "code",
        "id": "dice",
        "metadata": {},
        "source": DICE,
        "execution_count": None,
        "outputs": [],
    }
    seeded = replace(subject, notebook=json.dumps(notebook | {"cells": [first, *notebook["cells"]]}))
    with open_submission(seeded.submission, lab, shelf, host) as opened:
        printed = {f"printed {cell}": count for cell, count in opened.session.output_sizes.items()}
        cells = {f"cell {run.index}": f"{run.status} {run.type}" for run in opened.session.runs}
        code = Path(snapshot.__file__).read_text(encoding="utf-8")
        opened.student.begin("", SECONDS)
        try:
            opened.student.run(_collected(code, read_probes(lab)))
            values = opened.student.get("__audit__")
        except StudentFault as fault:
            values = {FAULT: str(fault)}
        finally:
            opened.student.finish()
    return cells | printed | (values if isinstance(values, dict) else {FAULT: str(values)})


def stable_values(first: Values, second: Values) -> Values:
    """Return the values that two runs of one notebook agree on; the others depend, for example, on the clock."""
    changing = set(differences(first, second))
    return {name: value for name, value in first.items() if name not in changing}


def differences(expected: Values, actual: Values) -> tuple[str, ...]:
    """Return the names of the expected values that are missing or different in `found`, up to rounding."""
    return tuple(name for name, value in expected.items() if name not in actual or not _alike(value, actual[name]))


def _collected(gathering: str, probing: str) -> str:
    # in a namespace of its own: what it defines must not take the place of what it describes
    return (
        f"__audit__ = {{}}\nexec({gathering!r}, __audit__)\n__audit__ = __audit__['snapshot'](globals(), {probing!r})"
    )


def _alike(expected: Any, actual: Any) -> bool:
    match expected, actual:
        case (form, numbers, scales), (other, others, _):
            if form != other or not (_is_tensor(numbers) and _is_tensor(others) and numbers.shape == others.shape):
                return False
            return bool(((numbers - others).abs() <= ROUNDING * scales + SMALLEST).all())
        case _:
            return bool(expected == actual)


def _is_tensor(value: Any) -> bool:
    return isinstance(value, torch.Tensor)

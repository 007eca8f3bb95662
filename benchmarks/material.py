"""What all rows run: the cells of one notebook with training scaled down, so that none has more to do than another."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from autograder.grading.live_submission import has_module
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.notebook import rewrite
from autograder.notebook.submission import read_notebook
from autograder.sandbox.shipping import ship
from benchmarks.runner import Order

CELL: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


@dataclass(frozen=True)
class Material:
    """A lab, the sources of a notebook's cells as this grader makes them fit for grading, and the files they read."""

    lab: Lab
    notebook: Path
    cells: dict[int, str]
    files: dict[str, str]

    def write_files(self, folder: Path) -> None:
        """Put what the cells read into a folder."""
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")

    def scaled(self) -> dict[str, Any]:
        """The notebook for graders that know no scaling: the same cells, and one in front for what they use."""
        table: dict[str, Any] = json.loads(self.notebook.read_text(encoding="utf-8"))
        for index, source in self.cells.items():
            table["cells"][index]["source"] = source
        table["cells"].insert(0, CELL | {"id": "scaling", "source": self._runtime()})
        return table

    def _runtime(self) -> str:
        scaling = self.lab.scaling
        return f"""{ship(("kernel_side.budget", "kernel_side.stand_ins"))}
import builtins
from autograder.kernel_side import budget, stand_ins
builtins.__autograder_clamp__ = budget.clamp
builtins.__autograder_missing__ = stand_ins.StandIn
evaluation = budget.Budget(float("inf"), {scaling.step_seconds / 2})
builtins.__autograder_steps__ = budget.Budget({scaling.steps}, {scaling.step_seconds}, evaluation)
builtins.__autograder_evaluation__ = evaluation
"""


def material(order: Order) -> Material:
    """Read the notebook of an order and rewrite its cells."""
    lab, submission = load_lab(Path(order.lab)), read_notebook(Path(order.notebook))
    shelf = shelf_for(lab)
    machine = rewrite.Machine(root=Path(), cuda=torch.cuda.is_available(), has_module=has_module)
    made = rewrite.rewrite([cell.source for cell in submission.code], lab.scaling, machine)
    cells = {cell.index: new.source for cell, new in zip(submission.code, made, strict=True)}
    return Material(lab, submission.path, cells, {file: shelf.text(name) for file, name in lab.corpora.items()})

"""Writes sample submissions of a lab, to try it out: the reference, the empty notebook, and its known answers."""

import json
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import LabError
from autograder.lab import known_answers, master
from autograder.lab.declaration import Lab

REFERENCE = "reference"
STUB = "stub"


def write_samples(lab: Lab, folder: Path, names: Sequence[str]) -> list[Path]:
    """Write sample notebooks into a folder, and return their paths.

    `names` may hold `reference`, `stub`, and names of mistakes and variants; without names, all are written. Raises
    LabError for a name that the lab does not have.
    """
    master_notebook = master.read(lab.folder / lab.notebook)
    answers_by_name = {answer.name: answer for answer in known_answers.read_all(lab, master_notebook)}
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in names or (REFERENCE, STUB, *answers_by_name):
        if name == REFERENCE:
            notebook = master_notebook.reference()
        elif name == STUB:
            notebook = master_notebook.stub()
        elif name in answers_by_name:
            notebook = known_answers.build(answers_by_name[name], master_notebook)
        else:
            raise LabError("audit.unknown_name", name=name, folder=lab.folder)
        path = folder / f"{name}.ipynb"
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        paths.append(path)
    return paths

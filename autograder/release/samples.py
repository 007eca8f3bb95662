"""Sample submissions of a lab, for trying things: the reference, the empty notebook, and its known answers."""

import json
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import LabError
from autograder.lab import known_answers, master
from autograder.lab.declaration import Lab

REFERENCE = "reference"
STUB = "stub"


def write_samples(lab: Lab, folder: Path, names: Sequence[str]) -> list[Path]:
    """Write sample notebooks into a folder: `reference`, `stub`, or mistakes and variants by their names.

    Raises LabError for a name that the lab does not have.
    """
    read = master.read(lab.folder / lab.notebook)
    known = {answer.name: answer for answer in known_answers.read_all(lab, read)}
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in names or (REFERENCE, STUB, *known):
        if name == REFERENCE:
            notebook = read.reference()
        elif name == STUB:
            notebook = read.stub()
        elif name in known:
            notebook = known_answers.build(known[name], read)
        else:
            raise LabError("audit.unknown_name", name=name, folder=lab.folder)
        path = folder / f"{name}.ipynb"
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        paths.append(path)
    return paths

"""Otter: `otter run` on the same cells, judged by the lab's public checks.

`python -m benchmarks.otter ORDER`.
"""

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.lab import master
from autograder.release import otter_assign
from benchmarks.material import Material, material
from benchmarks.runner import Marks, Order, Run, UnableError, command, quiet, serve, spread

OTTER = [sys.executable, "-m", "otter"]


@contextmanager
def otter(order: Order) -> Iterator[Run]:
    """Build otter's grader once; each submission is a process, as otter's users run it."""
    if importlib.util.find_spec("otter") is None:
        raise UnableError("otter-grader is not installed: it comes with the extra `release`")
    folder, cells = order.folder("otter"), material(order)
    environment = quiet(folder / "home", Path(sys.executable).parent)
    grader = _grader(cells, folder, environment)

    def one(number: int) -> None:
        place = folder / f"s{number}"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "notebook.ipynb").write_text(json.dumps(cells.scaled()), encoding="utf-8")
        command([*OTTER, "run", "--no-logo", "-a", str(grader), "-o", ".", "notebook.ipynb"], place, environment)
        tests = json.loads((place / "results.json").read_text(encoding="utf-8"))["tests"]
        if bad := [test["name"] for test in tests if test.get("score") != test.get("max_score")]:
            raise RuntimeError(f"otter fails the reference: {bad}")

    def run(count: int, marks: Marks) -> None:
        spread(one, count, order.jobs, marks)

    yield run


def public_tests(cells: Material, folder: Path) -> Path:
    """Build the lab's public checks in otter's format; returns the folder that they are in."""
    place = folder / "assign"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    read = master.read(cells.lab.folder / cells.lab.notebook)
    return otter_assign.build_with_otter(read, cells.lab.id, place) / "tests"


def _grader(cells: Material, folder: Path, environment: dict[str, str]) -> Path:
    place = folder / "generate"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(public_tests(cells, folder), place / "tests")
    cells.write_files(place)
    command([*OTTER, "generate", "-t", "tests", "-o", "grader.zip", *cells.files], place, environment)
    return place / "grader.zip"


if __name__ == "__main__":
    serve(otter, sys.argv[1])

"""Nbgrader: `nbgrader autograde` on the same cells, the lab's public checks in cells that it locks and grades.

`python -m benchmarks.nbgrader ORDER`. It gets an environment of its own that also sees this one's packages, as a second
torch would be gigabytes.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.material import CELL, Material, material
from benchmarks.otter import public_tests
from benchmarks.public import runnable
from benchmarks.runner import Marks, Order, Run, UnableError, command, quiet, serve

NAME = "ps1"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


@contextmanager
def nbgrader(order: Order) -> Iterator[Run]:
    """Set a course up for each job, as two processes must not share its database; a process grades its whole share."""
    programs = _install(Path(order.build, "nbgrader-venv").resolve())
    folder, cells = order.folder("nbgrader"), material(order)
    # of what both environments need, as alembic, only this one's has the program
    environment = quiet(folder / "home", programs, Path(sys.executable).parent)
    notebook = _notebook(cells, public_tests(cells, folder))
    tool = str(programs / "nbgrader")
    courses = [_course(folder / f"course{number}", notebook) for number in range(order.jobs)]
    for course in courses:
        command([tool, "generate_assignment", NAME], course, environment)

    def share(course: Path, students: int) -> None:
        _hand_in(course, cells, notebook, students)
        command([tool, "autograde", NAME], course, environment)
        _demand_full_marks(course)

    def run(count: int, marks: Marks) -> None:
        shares = [count // order.jobs + (number < count % order.jobs) for number in range(order.jobs)]
        marks.begin()
        with ThreadPoolExecutor(order.jobs) as threads:
            list(threads.map(share, courses, shares))
        for _ in range(count):
            marks.done()

    yield run


def _install(place: Path) -> Path:
    """Make the environment unless it is there, and return the folder of its programs."""
    programs = place / "bin"
    if (programs / "nbgrader").is_file():
        return programs
    venv.create(place, with_pip=True, clear=True)
    library = place / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    (library / "project.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(REQUIREMENTS)]
    try:
        subprocess.run([str(programs / "python"), *install], check=True, stdout=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        raise UnableError("pip could not install nbgrader") from None
    return programs


def _notebook(cells: Material, tests: Path) -> dict[str, Any]:
    table = cells.scaled()
    for test in sorted(tests.glob("*.py")):
        grading = {"schema_version": 3, "grade_id": f"test_{test.stem}", "points": 1}
        flags = {"grade": True, "locked": True, "solution": False, "task": False}
        told = {"id": f"test-{test.stem}", "metadata": {"nbgrader": grading | flags}, "source": runnable(test)}
        table["cells"].append(CELL | told)
    return table


def _course(folder: Path, notebook: dict[str, Any]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    source = folder / "source" / NAME
    source.mkdir(parents=True)
    (source / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def _hand_in(course: Path, cells: Material, notebook: dict[str, Any], students: int) -> None:
    for old in ("autograded", "submitted"):
        shutil.rmtree(course / old, ignore_errors=True)
    for number in range(students):
        place = course / "submitted" / f"s{number}" / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        cells.write_files(place)


def _demand_full_marks(course: Path) -> None:
    with closing(sqlite3.connect(course / "gradebook.db")) as database:
        grades = [score for (score,) in database.execute("select auto_score from grade")]
    if not grades or any(score != 1 for score in grades):
        raise RuntimeError(f"nbgrader fails the reference: {grades}")


if __name__ == "__main__":
    serve(nbgrader, sys.argv[1])

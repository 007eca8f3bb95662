"""Laws of grading a class from the command line: nothing is lost, whatever ends it, and nothing is done twice."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.gradebook.book import open_gradebook
from autograder.lab.declaration import Lab, load_lab
from autograder.results.result import Result, parse_result

pytestmark = pytest.mark.slow
CHECK = """
from autograder.checks import points

@points(2.0)
def test_doubles(student):
    "It doubles."
    assert student.call("double", 3) == 6
"""
RIGHT, WRONG = (f"import time\ntime.sleep(0.3)\ndef double(x):\n    return {n} * x" for n in (2, 3))
DEADLY = "import os, time\ntime.sleep(0.3)\nos._exit(3)"
COUNT = 4


@dataclass(frozen=True)
class Class:
    """A class of small notebooks, and where its results go."""

    lab: Lab
    folder: Path
    out: Path

    def command(self, *more: str) -> list[str]:
        """The command that a TA types."""
        where = [str(self.folder), "--lab", str(self.lab.folder), "--out", str(self.out)]
        return [sys.executable, "-m", "autograder.cli", "grade", *where, "--isolation", "any", "--jobs", "1", *more]

    def run(self, *more: str) -> subprocess.CompletedProcess:
        """Grade it to the end."""
        environment = os.environ | {"AUTOGRADER_LANG": "en"}
        return subprocess.run(self.command(*more), capture_output=True, text=True, timeout=240, env=environment)

    def start(self, *more: str) -> subprocess.Popen:
        """Begin to grade it, in a process group of its own as a terminal would."""
        environment = os.environ | {"AUTOGRADER_LANG": "en"}
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(self.command(*more), env=environment, start_new_session=True, **quiet)

    def result_files(self) -> list[Path]:
        """The results that are written."""
        return sorted(self.out.glob("submissions/*/result.json"))

    def result_files(self) -> list[Path]:
        """The results that are written."""
        return sorted(self.out.glob("submissions/*/result.json"))

    def done(self) -> set[str]:
        """The names of those that have a result."""
        return {path.parent.name for path in self.result_files()}

    def results(self, strip: Callable[[Result], Result]) -> dict[str, Result]:
        """All results but for times; each is whole."""
        return {path.parent.name: strip(parse_result(path.read_bytes())) for path in self.result_files()}

    def table(self) -> list[dict[str, str]]:
        """The class table."""
        with (self.out / "grades.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def notebook(source: str) -> str:
    """A notebook of one cell."""
    cell = {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {}, "outputs": [], "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def graded(tiny: Callable[..., Lab], tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class in which most are right, one is wrong, one ends its kernel, and one file is broken, graded once."""
    root = tmp_path_factory.mktemp("graded")
    folder = root / "class"
    folder.mkdir()
    for number in range(COUNT):
        source = {1: WRONG, 2: DEADLY}.get(number, RIGHT)
        (folder / f"n{number}.ipynb").write_text(notebook(source), encoding="utf-8")
    (folder / "broken.ipynb").write_text("{", encoding="utf-8")
    made = Class(tiny({"a": 2.0}, test_a_double=CHECK), folder, root / "out")
    assert made.run().returncode == 0
    return made


@pytest.fixture
def course(graded: Class, tmp_path: Path) -> Class:
    """The same class with the same lab, not graded yet."""
    shutil.copytree(graded.lab.folder, tmp_path / "lab", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(graded.folder, tmp_path / "class")
    return Class(load_lab(tmp_path / "lab"), tmp_path / "class", tmp_path / "out")


@pytest.fixture
def again(graded: Class, course: Class) -> Class:
    """The same class with what its grading left."""
    shutil.copytree(graded.out, course.out)
    return course


def test_a_class_has_a_row_for_each_file(graded: Class) -> None:
    """A file that cannot be read is a row that says why, a kernel that ends is no loss, the gradebook holds it all."""
    rows = {row["file"]: row for row in graded.table()}
    assert [row["score"] for row in rows.values()] == ["", *("0.0" if n in (1, 2) else "2.0" for n in range(COUNT))]
    (broken,) = (row for row in rows.values() if row["error"])
    assert broken["file"].endswith("broken.ipynb") and broken["mark_low"] == ""
    with open_gradebook(graded.out / "gradebook.db") as book:
        records = book.records(graded.lab.id)
    assert sorted(s.points("a") for s in records if s.result) == [0.0] * 2 + [2.0] * (COUNT - 2)
    assert [bool(s.error) for s in records if s.result is None] == [True]


def test_what_is_graded_is_not_graded_again(again: Class, tmp_path: Path) -> None:
    """The same command once more grades what has changed: of notebooks these alone, and all if the lab has.

    A roster is no change. Who is on it and handed in nothing is a row without points, and a file of nobody's is named.
    """
    stamps = {path: path.stat().st_mtime_ns for path in again.out.glob("submissions/*/result.json")}
    assert len(stamps) == COUNT
    (again.folder / "n0.ipynb").write_text(notebook(WRONG), encoding="utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n7,Ana Ñuñez Soto\n", encoding="utf-8")
    done = again.run("--roster", str(roster))
    assert done.returncode == 0
    (absent,) = (row for row in again.table() if row["name"] == "Ana Ñuñez Soto")
    assert (absent["file"], absent["score"], absent["mark"]) == ("", "", "") and absent["error"]
    assert done.stderr.count("belongs to nobody") == COUNT + 1
    changed = {path.parent.name for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp}
    assert changed == {"n0"} and {r["score"] for r in again.table() if r["file"].endswith("n0.ipynb")} == {"0.0"}
    checks = again.lab.folder / "checks" / "test_a_double.py"
    checks.write_text(checks.read_text("utf-8").replace("== 6", "== 9"), encoding="utf-8")
    again.run()
    assert all(path.stat().st_mtime_ns != stamp for path, stamp in stamps.items())


def test_a_run_that_is_stopped_goes_on(graded: Class, course: Class, without_times) -> None:
    """Interrupted, then killed, and started again with other numbers of workers, it ends like one clean run.

    The first interruption finishes what is at hand, writes the table and says what is left.
    """
    with course.start("--jobs", "1") as process:
        end = time.monotonic() + 60
        while not course.done() and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    done, left = course.done(), COUNT - len(course.done())
    assert done and left and f"{left} are left" in said and "Traceback" not in said
    assert sum(row["score"] != "" for row in course.table()) == len(done)
    with course.start("--jobs", "1") as process:
        end = time.monotonic() + 60
        while course.done() == done and time.monotonic() < end:
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert course.run("--jobs", "2").returncode == 0
    assert course.results(without_times) == graded.results(without_times)
    assert course.table() == graded.table()
    with open_gradebook(course.out / "gradebook.db") as book:
        assert len(book.records(course.lab.id)) == COUNT + 1


def test_a_scheduler_that_does_not_answer_is_one_line(course: Class) -> None:
    """Where no cluster is, one line says so, and nothing is written."""
    data = course.lab.folder / "lab.toml"
    data.write_text(data.read_text("utf-8").replace(str(course.lab.data_folder), "data"), encoding="utf-8")
    (course.lab.folder / "data").symlink_to(course.lab.data_folder)
    done = course.run("--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2 and "127.0.0.1:1" in done.stderr and "Traceback" not in done.stderr
    assert not course.done()

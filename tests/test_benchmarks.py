"""Laws of the benchmarks: they count what they say they count. How fast anything is, no test asserts."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.batch import submissions
from autograder.intake.collect import collect_submissions
from autograder.lab.declaration import Lab
from autograder.workers.pool import HERE

ROOT = Path(__file__).parents[1]
FORK = """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system then reaps a fork, and nobody learns what it used
fork = os.fork()
if fork == 0:
    while time.process_time() < 0.3:
        pass
"""
ENDS = """
    os._exit(0)
try:
    os.wait()
except ChildProcessError:
    print("burnt", flush=True)
os.read(0, 1)
"""
LIVES = """
    print("burnt", flush=True)
os.read(0, 1)
"""


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module under test; it is no part of what is installed."""
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("benchmarks.measure")


def used(group: Any, end: str) -> float:
    """The CPU seconds that a group counts for a process and a fork of it that nobody waits for."""
    command = [sys.executable, "-c", FORK + end]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=group.join, text=True
    ) as process:
        group.follow(process.pid)
        assert process.stdout is not None
        assert process.stdout.readline() == "burnt\n"
        seconds: float = group.cpu()
        process.communicate()
    group.close()
    return seconds


def test_a_cgroup_counts_forks_that_ended(measure: Any) -> None:
    """What a fork used counts after it has ended, though nobody waited for it."""
    group = measure.group("test")
    if isinstance(group, measure.Watched):
        pytest.skip("this user may make no cgroup")
    assert used(group, ENDS) >= 0.25
    assert not group.folder.exists()


def test_watching_counts_forks_that_live(measure: Any) -> None:
    """Without cgroups, a fork that lives counts as well as the process that made it."""
    assert used(measure.Watched(), LIVES) >= 0.25


@pytest.mark.submissions
def test_the_command_measures_the_floor_and_this_grader(tiny: Callable[..., Lab], tmp_path: Path) -> None:
    """One command grades the same notebook in both rows, and says what CPU each took."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import torch\nx = torch.ones(3).sum()")])
    nbformat.write(notebook, tmp_path / "nb.ipynb")
    lab = tiny().folder
    rows = ["--row", "floor", "--row", "alone", "--rounds", "1", "--count", "1", "--jobs", "1"]
    places = ["--lab", lab, "--notebook", tmp_path / "nb.ipynb", "--build", tmp_path / "b", "--json", tmp_path / "j"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *rows, *map(str, places)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    measured = json.loads((tmp_path / "j").read_text())["rows"]
    assert all(measured[key]["cpu_seconds"]["min"] > 0 for key in ("floor", "alone")), measured
    assert all(measured[key]["bytes_first_job"] > 0 for key in ("floor", "alone")), measured


def test_broken_files_are_rows_that_say_why(gpt: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file that a class is salted with is read, is no submission, and its row says what is wrong with it."""
    monkeypatch.syspath_prepend(str(ROOT))
    broken = importlib.import_module("benchmarks.broken").broken
    whole = json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])).encode()
    made = dict(broken(whole))
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    with collect_submissions([tmp_path], gpt, HERE) as entries:
        found = submissions.class_items(entries, "en")
    assert len(made) == len(found) == 18
    assert not [item.entry.source for item in found if not item.error]

"""Laws of what grading leaves on a machine: nothing, however many submissions there were and however it ended."""

import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from autograder.grading.grader import open_grader
from autograder.grading.task import Task
from autograder.lab.declaration import Lab
from autograder.notebook.submission import read_notebook
from autograder.people.identity import identify
from autograder.results.result import parse_result
from autograder.sandbox.host import Host

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for what is left through /proc")

MANY = int(os.environ.get("AUTOGRADER_MANY", "8"))
CHECK = """
from autograder.checks import points

@points(1.0)
def test_doubles(student):
    assert student.call("double", 2) == 4
"""
MESSY = """
import os, subprocess, tempfile, threading, time
def double(x): return 2 * x
open('mine', 'w').write('x' * 1000)
os.makedirs('a/b'); os.symlink('/', 'a/root'); os.chmod('a', 0)
tempfile.mkdtemp(); open('/tmp/left', 'w') if os.access('/tmp', os.W_OK) else None
subprocess.Popen('sleep 4711 & sleep 4711', shell=True, start_new_session=True)
threading.Thread(target=time.sleep, args=(4711,), daemon=True).start()
"""


def processes() -> dict[int, str]:
    """Every process that has not ended, with its command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def below(top: int) -> set[int]:
    """A process and those below it."""
    parents = {}
    for pid in processes():
        with suppress(OSError):
            parents[pid] = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    found = {top}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def held() -> dict[str, set[str]]:
    """What grading may leave: descriptors of this process, mounts, and what its own temporary folder holds."""
    descriptors = set()
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that lists them
            descriptors.add(f"{path.name} {path.readlink()}")
    return {
        "descriptors": descriptors,
        "mounts": set(Path("/proc/self/mounts").read_text().splitlines()),
        "files": {path.name for path in Path(tempfile.gettempdir()).iterdir()},
        "children": {str(pid) for pid in below(os.getpid())},
    }


def more_than(before: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is held now and was not before."""
    gc.collect()
    return {kind: more for kind, things in held().items() if (more := things - before[kind])}


def written(folder: Path, name: str, *cells: str) -> Path:
    """A notebook of code cells."""
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells]), path)
    return path


@pytest.fixture
def lab(tiny: Callable[..., Lab]) -> Lab:
    """A lab of one question."""
    return tiny(test_a_x=CHECK)


@pytest.mark.slow
def test_many_submissions_leave_nothing(lab: Lab, here: Host, tmp_path: Path, monkeypatch) -> None:
    """After many gradings in one process it holds no more processes, descriptors, mounts and files than after one."""
    monkeypatch.setattr(tempfile, "tempdir", tempfile.mkdtemp(dir="/tmp"))  # other tests grade at the same time
    messy = read_notebook(written(tmp_path, "messy", MESSY))
    author = identify(messy, lab.student)
    grader = open_grader(lab.folder, here)
    assert grader.carry_out(Task("first", messy, author)).result
    before = held()
    for number in range(MANY):
        reply = grader.carry_out(Task(f"n{number}", messy, author))
        result = parse_result(reply.result)
        assert result is not None and result.score == 1.0, reply
    end = time.monotonic() + 20
    while (left := more_than(before)) and time.monotonic() < end:  # the last monitor takes a moment to end
        time.sleep(0.1)
    assert not left
    Path(tempfile.gettempdir()).rmdir()


@pytest.mark.slow
def test_a_killed_grader_leaves_nothing_alive(lab: Lab, tmp_path: Path) -> None:
    """When the grader is killed in the middle of a class, every process of the run ends at once."""
    for number in range(4):
        written(tmp_path, f"n{number}", "import time, subprocess\nsubprocess.Popen(['sleep', '300'])\ntime.sleep(300)")
    command = [sys.executable, "-m", "autograder.cli", "grade", str(tmp_path), "--lab", str(lab.folder)]
    options = ["--out", str(tmp_path / "out"), "--jobs", "2", "--isolation", "any"]
    grader = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while sum("sleep 300" in processes().get(pid, "") for pid in below(grader.pid)) < 2:
        assert time.monotonic() < end and grader.poll() is None
        time.sleep(0.1)
    running = below(grader.pid)
    assert len(running) > 6
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    killed = time.monotonic()
    while (left := running & set(processes())) and time.monotonic() - killed < 10:
        time.sleep(0.02)
    print(f"all {len(running)} were gone after {time.monotonic() - killed:.2f} s")
    assert not left, {pid: processes().get(pid) for pid in left}

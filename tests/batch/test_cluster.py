"""Laws of grading on a cluster, with a real scheduler and real workers: the same results, whatever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from autograder.batch.result_files import SUBMISSIONS
from autograder.batch.run import grade_here, grade_items
from autograder.batch.submissions import Item, class_items
from autograder.errors import ClusterError
from autograder.grading.grader import Grader
from autograder.grading.task import Task
from autograder.intake.entry import Entry
from autograder.intake.reading import read_submission
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import load_lab
from autograder.lab.files import parcel
from autograder.messages import catalogue
from autograder.notebook.submission import Submission
from autograder.people.identity import identify
from autograder.sandbox.host import open_host
from autograder.sandbox.level import Level
from autograder.workers.pool import HERE

cluster = pytest.importorskip(
    "autograder.batch.cluster", reason="the extra 'cluster' is not installed", exc_type=ImportError
)
pytestmark = pytest.mark.slow
SMALL = load_lab(Path(__file__).parents[1] / "attacks" / "lab")
SAY = catalogue("en")
# each takes a second, so that a worker that is killed when the first has come back is at work on another
ANSWERS = {
    name: f"import time\ntime.sleep(1)\ndef double(x):\n    return {factor} * x"
    for name, factor in (("again", 2), ("right", 2), ("third", 3), ("wrong", 3))
}
CHECK = """
import os, threading
from autograder.checks import points

@points(1.0)
def test_bounded(student):
    "Is bounded."
    if student.call("double", 1) == 3:
        os._exit(1)
    assert threading.current_thread() is threading.main_thread()
"""
DASK = (sys.executable, "-m", "dask")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextmanager
def running(*command: str, folder: Path) -> Iterator[subprocess.Popen]:
    """A process of the cluster, in a group of its own that ends with the block."""
    process = subprocess.Popen([*DASK, *command], cwd=folder, start_new_session=True, **QUIET)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def waited(found, seconds: float = 60.0):
    """What a question gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, "it did not come up"
        time.sleep(0.1)
    return answer


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler on loopback."""
    file = tmp_path / "scheduler.json"
    where = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with running("scheduler", *where, folder=tmp_path):
        yield waited(lambda: file.exists() and file.read_text() and json.loads(file.read_text())["address"])


@contextmanager
def worker(address: str, folder: Path, *options: str) -> Iterator[subprocess.Popen]:
    """A worker, with a nanny unless the options say otherwise, as a TA starts it."""
    folder.mkdir()
    with running("worker", address, "--nthreads", "1", "--no-dashboard", *options, folder=folder) as process:
        yield process


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    """A small class."""
    (tmp_path / "class").mkdir()
    for name, source in ANSWERS.items():
        cells = [nbformat.v4.new_code_cell(source)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "class" / f"{name}.ipynb")
    paths = sorted((tmp_path / "class").glob("*.ipynb"))
    entries = [Entry(path.name, path, read=read_submission(path, path.name, SMALL)) for path in paths]
    return class_items(entries, "en")


@pytest.fixture
def job() -> "cluster.ClusterJob":
    """What the workers are told; the level is the one that works everywhere."""
    return cluster.ClusterJob(parcel(SMALL, shelf_for(SMALL)), Level.NONE, "en", "decided")


def test_a_cluster_gives_what_one_machine_gives(scheduler, items, job, tmp_path, without_times) -> None:
    """The rows of a class are the same from here and from two workers, one of which is killed in the middle.

    That one has no nanny who would start another: the rest is for the worker that is left.
    """
    with open_host(Level.NONE) as here:
        run = grade_here(Grader(SMALL, shelf_for(SMALL), here, "en", "decided"), HERE)
        one = grade_items(items, run, tmp_path / "one", SAY, lambda: True)
        expected = {row.name: without_times(row.result) for row in one}
    assert None not in expected.values()
    with worker(scheduler, tmp_path / "first", "--no-nanny") as first, worker(scheduler, tmp_path / "second"):
        client = cluster.Client(scheduler)
        assert first.pid in waited(lambda: len(found := client.run(os.getpid)) == 2 and found).values()
        found = {}
        with cluster.cluster(scheduler, job) as run:
            for row in grade_items(items, run, tmp_path / "many", SAY, lambda: True):
                if not found:
                    os.kill(first.pid, signal.SIGKILL)
                found[row.name] = without_times(row.result)
        client.close()
    assert found == expected
    assert {path.name for path in (tmp_path / "many" / SUBMISSIONS).iterdir()} == set(expected)


@pytest.mark.submissions
def test_what_judges_on_a_worker_is_bounded(scheduler, tiny, items, job, tmp_path) -> None:
    """Checks run where the limits are heard: in the main thread of a process that dies alone, and is replaced."""
    folder = tiny(test_a_double=CHECK).folder
    declared = (folder / "lab.toml").read_text("utf-8").replace(str(SMALL.data_folder.resolve()), "data")
    (folder / "lab.toml").write_text(declared, "utf-8")
    (folder / "data").mkdir()
    lab = load_lab(folder)
    packed = replace(job, parcel=parcel(lab, shelf_for(lab)))
    with worker(scheduler, tmp_path / "one"):
        with cluster.Client(scheduler) as client:
            waited(lambda: client.nthreads())
        with cluster.cluster(scheduler, packed) as run:
            rows = {row.name: row for row in grade_items(items, run, tmp_path / "out", SAY, lambda: True)}
    died = SAY("batch.worker_died")
    found = {name: row.result.score if row.result else row.error for name, row in rows.items()}
    assert found == {"again": 1.0, "right": 1.0, "third": died, "wrong": died}


@pytest.mark.submissions
@pytest.mark.parametrize(("wanted", "cards"), [(True, 1), (True, 0)])
def test_who_has_a_gpu_grades_what_wants_one(scheduler, job, tmp_path, wanted, cards) -> None:
    """A lab that wants a GPU is graded by the workers that have one, and where none has, by all."""
    with (
        worker(scheduler, tmp_path / "with", "--resources", f"GPU={cards}", "--name", "with"),
        worker(scheduler, tmp_path / "without", "--name", "without"),
    ):
        client = cluster.Client(scheduler)
        waited(lambda: len(client.nthreads()) == 2)
        client.close()
        with cluster.cluster(scheduler, replace(job, gpu=wanted)) as run:
            empty = Submission(PurePosixPath("empty.ipynb"), "0" * 64, ())
            task = Task("empty", empty, identify(empty, SMALL.student))
            tried = list(run((replace(task, name=str(number)) for number in range(4)), lambda: True))
            client = cluster.Client(scheduler)
            told = client.run(lambda dask_worker: (dask_worker.name, len(dask_worker.state.log)))
            busy = {name for name, events in told.values() if events}
            client.close()
    assert {task.name for task, reply in tried if reply.result} == {str(number) for number in range(4)}
    assert busy == ({"with"} if wanted and cards else {"with", "without"})


def test_a_scheduler_that_is_not_there_is_said(job, monkeypatch) -> None:
    """An address where nothing answers is named, and what to do."""
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:1"), cluster.cluster("tcp://127.0.0.1:1", job):
        pass
    with pytest.raises(ClusterError, match="nonsense"), cluster.cluster("nonsense://x", job):
        pass


def test_a_cluster_without_workers_is_said(scheduler, job) -> None:
    """Where nobody can work, nothing is waited for."""
    with pytest.raises(ClusterError, match="no workers"), cluster.cluster(scheduler, job):
        pass


def test_what_travels_names_no_place_of_this_machine() -> None:
    """All paths in a parcel are relative."""
    packed = parcel(SMALL, shelf_for(SMALL))
    assert packed.files and not any(place.is_absolute() for place in (packed.lab, *packed.files))

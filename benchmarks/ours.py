"""This grader: a notebook run alone, or graded with every hidden check; from a warm process, or cold; as a batch.

`python -m benchmarks.ours ROW ORDER`. All that is known here of how kernels are kept warm stands in this file.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count as counting
from pathlib import Path

from autograder.batch import submissions
from autograder.batch.row import Row
from autograder.batch.run import grade_here, grade_items
from autograder.grading import grade
from autograder.grading.grader import open_grader
from autograder.grading.live_submission import open_submission
from autograder.intake.collect import collect_submissions
from autograder.kernel.cell_run import failed_runs
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import load_lab
from autograder.messages import catalogue
from autograder.notebook.submission import read_notebook
from autograder.results.verdict import Verdict
from autograder.sandbox.host import Host, available_levels, open_host
from autograder.workers.pool import HERE, Workers
from benchmarks import public
from benchmarks.material import material
from benchmarks.otter import public_tests
from benchmarks.runner import Marks, Order, Run, serve


@contextmanager
def cold() -> Iterator[Host]:
    """The best level that this machine has, and no warm process."""
    yield Host(available_levels()[0])


def alone(order: Order, host: Host) -> None:
    """Run the notebook and ask nothing, as the floor does."""
    lab = load_lab(Path(order.lab))
    with open_submission(read_notebook(Path(order.notebook)), lab, shelf_for(lab), host) as opened:
        if bad := failed_runs(opened.session.runs):
            raise RuntimeError(f"cells failed: {bad}")


def whole(order: Order, host: Host) -> None:
    """Run the notebook and judge it with every hidden check."""
    lab = load_lab(Path(order.lab))
    grade.grade(read_notebook(Path(order.notebook)), lab, shelf_for(lab), host)


@contextmanager
def pooled(
    work: Callable[[Order, Host], None], host: Callable[[], AbstractContextManager[Host]], order: Order
) -> Iterator[Run]:
    """Grading processes as a batch has them, kept between passes; each has done the work once."""
    with host() as here, Workers().pool(order.jobs) as workers:
        for future in [workers.submit(work, order, here) for _ in range(order.jobs)]:
            future.result()

        def run(count: int, marks: Marks) -> None:
            marks.begin()
            for future in as_completed([workers.submit(work, order, here) for _ in range(count)]):
                future.result()
                marks.done()

        yield run


@contextmanager
def batched(order: Order, name: str = "batch") -> Iterator[Run]:
    """The whole of `autograder grade FOLDER --jobs N`; what counts begins when each job has graded one."""
    folder = order.folder(name)

    def run(count: int, marks: Marks) -> None:
        _copies(Path(order.notebook), folder / "handed-in", count + order.jobs)
        numbers = counting(1)

        grader = open_grader(Path(order.lab).resolve(), here)
        with collect_submissions([folder / "handed-in"], grader.lab, HERE) as entries:
            waiting = submissions.class_items(entries, "en")
            for row in grade_items(
                waiting, grade_here(grader, Workers(order.jobs)), folder / "out", catalogue("en"), lambda: True
            ):
                _demand_full_marks(row)
                number = next(numbers)
                if number > order.jobs:
                    marks.done()
                elif number == order.jobs:
                    marks.begin()

    with open_host() as here:
        yield run


@contextmanager
def publicly(order: Order) -> Iterator[Run]:
    """The same with the checks that otter and nbgrader judge by, and no others."""
    folder, cells = order.folder("batch-public"), material(order)
    lab = public.lab(cells.lab, public_tests(cells, folder), folder / "lab")
    with batched(replace(order, lab=str(lab)), "batch-public-class") as run:
        yield run


def _demand_full_marks(row: Row) -> None:
    if row.result is None:
        raise RuntimeError(row.error)
    if bad := [c.name for q in row.result.questions.values() for c in q.checks if c.verdict != Verdict.PASSED]:
        raise RuntimeError(f"the reference fails {bad}")


def _copies(notebook: Path, folder: Path, count: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(count):
        shutil.copy(notebook, folder / f"{number:03}.ipynb")


ROWS: dict[str, Callable[[Order], AbstractContextManager[Run]]] = {
    "alone": partial(pooled, alone, open_host),
    "alone-cold": partial(pooled, alone, cold),
    "whole-cold": partial(pooled, whole, cold),
    "batch": batched,
    "batch-public": publicly,
}

if __name__ == "__main__":
    serve(ROWS[sys.argv[1]], sys.argv[2])

"""The command: every row is made ready, then measured in turn, round after round."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.commands import terminal
from autograder.lab.declaration import load_lab
from autograder.release import samples
from benchmarks import results, table
from benchmarks.contestant import Contestant, Row
from benchmarks.results import Measured
from benchmarks.runner import Order, UnableError

ROWS = (
    Row("floor", "floor: the cells in a warm interpreter", "benchmarks.floor"),
    Row("alone", "this grader, no checks", "benchmarks.ours", ("alone",)),
    Row("alone-cold", "this grader, no checks, cold", "benchmarks.ours", ("alone-cold",)),
    Row("batch", "this grader, all hidden checks, a batch", "benchmarks.ours", ("batch",)),
    Row("batch-public", "this grader, public checks, a batch", "benchmarks.ours", ("batch-public",)),
    Row("whole-cold", "this grader, all hidden checks, cold", "benchmarks.ours", ("whole-cold",)),
    Row("otter", "otter run, public checks", "benchmarks.otter"),
    Row("nbgrader", "nbgrader autograde, public checks", "benchmarks.nbgrader"),
)


class Bench:
    """All rows of a measurement; each has a runner with one job and one with all jobs."""

    def __init__(self, rows: Sequence[Row], order: Callable[[int], Order], jobs: int, say: Console) -> None:
        self.measured = [Measured(row) for row in rows]
        self.sizes = sorted({1, jobs})
        self.order = order
        self.say = say
        self.ready: dict[tuple[str, int], Contestant] = {}
        self.how = ""

    def start(self) -> None:
        """Make every runner ready; one that cannot be says why, and its row stays empty."""
        for measured in self.measured:
            self.say.print(f"making ready: {measured.row.title}", style="dim")
            for jobs in self.sizes:
                self._try(measured, partial(self._start, measured.row, jobs))

    def time(self, rounds: int, count: int) -> None:
        """Take turns: a round lets every row grade some submissions one by one, then `count` of them side by side."""
        for number in range(rounds):
            for measured in self.measured:
                self.say.print(f"round {number + 1} of {rounds}: {measured.row.title}", style="dim")
                self._try(measured, partial(self._round, measured, count))

    def weigh(self) -> None:
        """Let every row grade once more while its memory is looked at, and with one job more than in the rounds."""
        for measured in self.measured:
            self.say.print(f"memory: {measured.row.title}", style="dim")
            for jobs in self.sizes if self.sizes == [1] else (*self.sizes, self.sizes[-1] + 1):
                self._try(measured, partial(self._peak, measured, jobs))

    def stop(self) -> None:
        """End every runner."""
        for contestant in self.ready.values():
            contestant.stop()

    def _try(self, measured: Measured, work: Callable[[], None]) -> None:
        try:
            if not measured.unable:
                work()
        except UnableError as error:
            measured.unable = str(error)

    def _start(self, row: Row, jobs: int) -> None:
        self.ready[row.key, jobs] = made = Contestant(row, self.order(jobs))
        self.how = made.group.how

    def _round(self, measured: Measured, count: int) -> None:
        key, jobs = measured.row.key, self.sizes[-1]
        measured.single.append(self.ready[key, 1].grade(max(1, count // jobs)))
        measured.parallel.append(self.ready[key, jobs].grade(count))

    def _peak(self, measured: Measured, jobs: int) -> None:
        if (measured.row.key, jobs) not in self.ready:
            self._start(measured.row, jobs)
        measured.peaks[jobs] = self.ready[measured.row.key, jobs].peak(2 * jobs)


def bench(
    lab: Annotated[Path, typer.Option(help="the lab's folder")] = Path("solutions/gpt"),
    notebook: Annotated[Path | None, typer.Option(help="what to grade; the lab's reference without it")] = None,
    row: Annotated[list[str] | None, typer.Option(help=f"one of {', '.join(r.key for r in ROWS)}; all without")] = None,
    rounds: Annotated[int, typer.Option(min=1)] = 3,
    count: Annotated[int, typer.Option(min=1, help="submissions side by side in a round")] = 4,
    jobs: Annotated[int, typer.Option(min=1, help="submissions at once")] = min(2, os.cpu_count() or 1),
    build: Annotated[Path, typer.Option(help="where the rows keep their things")] = Path("build/benchmarks"),
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure here")] = None,
) -> None:
    """Measure, print the table, and write the figures where `--json` says."""
    if unknown := set(row or ()) - {known.key for known in ROWS}:
        raise typer.BadParameter(f"no such row: {', '.join(sorted(unknown))}")
    build = build.resolve()
    build.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if Console().is_terminal else 180)
    graded = notebook or samples.write_samples(load_lab(lab), build / "samples", [samples.REFERENCE])[0]
    kept = Path(shutil.copy(graded, build / "notebook.ipynb"))
    os.environ["OMP_NUM_THREADS"] = "1"  # one thread a process, in every row
    chosen = [known for known in ROWS if not row or known.key in row]
    about = results.machine("", jobs)
    everything = Bench(
        chosen, lambda jobs: Order(str(lab.resolve()), str(kept), str(build), jobs), jobs, Console(stderr=True)
    )
    try:
        everything.start()
        everything.time(rounds, max(count, jobs))
        everything.weigh()
    finally:
        everything.stop()
    about["cpu_counted_by"] = everything.how
    about["cores_busy_with_other_things"] = results.disturbance(everything.measured)
    table.show(everything.measured, about, console)
    if json_file is not None:
        text = json.dumps(results.report(everything.measured, about), ensure_ascii=False, indent=1)
        terminal.write(json_file, f"{text}\n")


if __name__ == "__main__":
    typer.run(bench)

"""How a large class grows: `python -m benchmarks.growth` grades 2,000 submissions and looks at it all the while."""

import json
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands import terminal
from autograder.lab.declaration import load_lab
from benchmarks.classroom import BUILD, LAB, MIB, Command, Graded, Looked, hand_in


def growth(
    lab: Annotated[Path, typer.Option(help="the lab's folder")] = LAB,
    count: Annotated[int, typer.Option(min=10, help="how many files are handed in")] = 2000,
    jobs: Annotated[int, typer.Option(min=1, help="submissions at once")] = min(2, os.cpu_count() or 1),
    parts: Annotated[int, typer.Option(min=2, help="rows of the table")] = 10,
    build: Annotated[Path, typer.Option(help="where everything is put")] = BUILD,
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure here")] = None,
) -> None:
    """Grade a large class, and print for each part of it the time, the memory and the size of the gradebook."""
    folder, out = build.resolve() / "large", build.resolve() / "large-out"
    os.environ["OMP_NUM_THREADS"] = "1"
    hand_in(load_lab(lab), folder, count, 0)
    shutil.rmtree(out, ignore_errors=True)
    run = Command(folder, lab, out, jobs).finish(every=5.0)
    print("graded   seconds   CPU s each   MiB at most   gradebook KiB   KiB each")
    before = run.looks[0]
    for look, peak in _parts(run, count, parts):
        new = max(1, look.done - before.done)
        each, base = (look.cpu - before.cpu) / new, (look.database - before.database) / new / 1024
        line = f"{look.done:6} {look.seconds:9.0f} {each:12.2f} {peak / MIB:13.0f}"
        print(f"{line} {look.database / 1024:15.0f} {base:10.1f}")
        before = look
    print(f"{count} in {run.seconds:.0f} s: {60 * count / run.seconds:.1f} a minute, {run.cpu / count:.2f} CPU s each")
    if json_file is not None:
        terminal.write(json_file, json.dumps([vars(look) for look in run.looks], indent=1) + "\n")


def _parts(run: Graded, count: int, parts: int) -> list[tuple[Looked, int]]:
    """The looks at which each further part was done, with the most memory since the one before."""
    found: list[tuple[Looked, int]] = []
    peak = 0
    for look in run.looks:
        peak = max(peak, look.memory)
        if look.done >= min(count, (len(found) + 1) * count // parts):
            found.append((look, peak))
            peak = 0
    return found


if __name__ == "__main__":
    typer.run(growth)

"""How long other prices take for a large class: `python -m benchmarks.repricing` prices 2,000 stored submissions anew.

A handful of notebooks is graded, their results are handed to 2,000 students, and every severity is made cheaper, so
that all who made a mistake move. Nobody's notebook runs again.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from autograder.batch.result_files import result_files, write_result_file
from autograder.commands import terminal
from autograder.gradebook.book import open_gradebook
from autograder.gradebook.runs import GradingRun
from autograder.lab import mistakes
from autograder.lab.declaration import Lab, load_lab
from autograder.lab.price_list import read_price_list
from autograder.lab.signatures import write_signatures
from autograder.people.person import Person
from autograder.results.pricing import failed_checks, price_result
from autograder.results.result import Result, parse_result, result_json
from benchmarks.classroom import BUILD, LAB

MADE = ("d_no_mask", "d_no_scale", "d_mask_not_cut", "e_no_nonlinearity")
START = datetime(2026, 3, 2, tzinfo=UTC)
CHEAPER = "\n[rubric]\nslight = 0.05\npartial = 0.2\nserious = 0.5\nwhole = 0.9\n"


def repricing(
    lab: Annotated[Path, typer.Option(help="the lab's folder")] = LAB,
    count: Annotated[int, typer.Option(min=10, help="how many submissions are stored")] = 2000,
    build: Annotated[Path, typer.Option(help="where everything is put")] = BUILD,
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure here")] = None,
) -> None:
    """Price a large class anew: first shown, then applied, then once more when nothing moves any longer."""
    folder = build.resolve() / "repricing"
    shutil.rmtree(folder, ignore_errors=True)
    place = shutil.copytree(lab, folder / "solutions" / "lab")
    (folder / "data").symlink_to(lab.resolve().parents[1] / "data")
    declared = load_lab(place)
    graded = _graded(declared, folder)
    failed = {name: _failed(graded[name], name[0]) for name in MADE}
    write_signatures(declared, failed, mistakes.read(declared))
    size = _store(declared, list(graded.values()), count, folder / "out")
    path = place / "lab.toml"
    path.write_text(re.sub(r"\n\[rubric\]\n(?:\w.*\n)*", "\n", path.read_text("utf-8")) + CHEAPER, "utf-8")
    print(f"{count} stored results of {size / count / 1024:.0f} KiB each")
    words = ["reprice", "--lab", str(place), "--out", str(folder / "out")]
    applied = [*words, "--apply", "--author", "bench"]
    figures = {}
    for name, command in (("shown", words), ("applied", applied), ("nothing moves", words)):
        figures[name] = wall, cpu, told = _run(command)
        print(f"{name:14} {cpu:6.2f} CPU s {wall:6.2f} s   {told}")
    if json_file is not None:
        terminal.write(json_file, json.dumps(figures, indent=1) + "\n")


def _graded(lab: Lab, folder: Path) -> dict[str, Result]:
    """The results of the reference and of some known mistakes."""
    _run(["samples", str(lab.folder), str(folder / "in"), "reference", *MADE])
    _run(["grade", str(folder / "in"), "--lab", str(lab.folder), "--out", str(folder / "few"), "--isolation", "any"])
    read = {path.parent.name: parse_result(path.read_bytes()) for path in result_files(folder / "few")}
    return {name: result for name, result in read.items() if result is not None}


def _failed(result: Result, question: str) -> dict[str, str]:
    return {check.name: str(check.verdict) for check in failed_checks(result.questions[question])}


def _store(lab: Lab, graded: Sequence[Result], count: int, out: Path) -> int:
    """Hand results to many students, in files and in a gradebook; return how many bytes those are."""
    prices, size = read_price_list(lab), 0
    with open_gradebook(out / "gradebook.db") as book:
        for number in range(count):
            name = f"{number:05}"
            result = graded[number % len(graded)]
            own = replace(result.submission, sha256=f"{number:064x}", student=f"Estudiante {name}")
            result = price_result(replace(result, submission=own), lab, prices)
            text, person = result_json(result), Person(id=name, name=f"Estudiante {name}")
            size += len(text.encode())
            write_result_file(text, out, name)
            when = START + timedelta(seconds=number)
            book.record(GradingRun(lab.id, "key", f"{name}.ipynb", person, result, "", when, text))
    return size


def _run(words: Sequence[str]) -> tuple[float, float, str]:
    """Run a command of ours; return its seconds, its CPU seconds, and what it said at the end."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [str(Path(sys.executable).with_name("autograder")), *words]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"AUTOGRADER_LANG": "en"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu, " ".join(done.stdout.splitlines()[-3:])


if __name__ == "__main__":
    typer.run(repricing)

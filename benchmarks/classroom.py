"""A class as a course site hands it over: right answers, known mistakes and broken files, and how it is graded.

`python -m benchmarks.classroom` grades it once with each number of workers, then once more while the run is killed
again and again; all of these must come to the same results. `python -m benchmarks.growth` grades a large one.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.commands import terminal
from autograder.lab.declaration import Lab, load_lab
from autograder.release import samples
from benchmarks.broken import broken
from benchmarks.measure import Group, group, memory

LOOK = 1.0
MIB = 1 << 20
LAB = Path("solutions/gpt")
BUILD = Path("build/classroom")


@dataclass(frozen=True)
class Looked:
    """What was seen at a moment: seconds by the clock and by the processors since the start, results that were there.

    `memory` is that of all processes, `database` that of the gradebook, in bytes.
    """

    seconds: float
    cpu: float
    done: int
    memory: int
    database: int


@dataclass(frozen=True)
class Graded:
    """A whole run: seconds by the clock and by the processors, and what was seen meanwhile."""

    seconds: float
    cpu: float
    looks: tuple[Looked, ...]

    @property
    def peak(self) -> int:
        """Bytes at most, all processes."""
        return max((look.memory for look in self.looks), default=0)


def hand_in(lab: Lab, folder: Path, count: int, faulty: int) -> None:
    """Fill a folder with `count` files: broken ones, and for the rest right and wrong answers, no two alike."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        whole = samples.write_samples(lab, Path(place), [])
        reference = whole[0].read_bytes()
        for number in range(count - faulty):
            path = whole[number * max(1, len(whole) // (count - faulty)) % len(whole)]
            table = json.loads(path.read_text(encoding="utf-8"))
            note = {"cell_type": "markdown", "id": f"copy-{number}", "metadata": {}, "source": f"Entrega {number}"}
            table["cells"].append(note)
            (folder / f"{number:04}_{path.name}").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    for number, (name, content) in zip(range(faulty), broken(reference), strict=False):
        (folder / f"x{number:02}_{name}").write_bytes(content)


class Command:
    """`autograder grade` on a folder, in a group of its own."""

    def __init__(self, folder: Path, lab: Path, out: Path, jobs: int) -> None:
        self.out = out
        self.group: Group = group(f"class-{out.name}-{time.monotonic_ns()}")
        self.start = time.monotonic()
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "autograder.cli",
                    "grade",
                    folder,
                    "--lab",
                    lab,
                    "--out",
                    out,
                    "--jobs",
                    str(jobs),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self.group.join,
            )
        self.group.follow(self.process.pid)

    def watch(self, every: float = LOOK) -> Iterator[Looked]:
        """Look at the run now and then until it ends."""
        while self.process.poll() is None:
            yield self._look()
            time.sleep(every)
        yield self._look()

    def finish(self, every: float = LOOK) -> Graded:
        """Wait for the end of the run; raises RuntimeError where the command failed."""
        looks = tuple(self.watch(every))
        if self.process.returncode:
            raise RuntimeError(f"the command ended with {self.process.returncode}: see {self.out.with_suffix('.log')}")
        seconds, cpu = time.monotonic() - self.start, self.group.cpu()
        self.group.close()
        return Graded(seconds, cpu, looks)

    def kill(self) -> float:
        """Kill the command as a power cut would; returns after how many seconds nothing of it was left."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        start = time.monotonic()
        while self.group.pids() and time.monotonic() < start + 60:
            time.sleep(0.05)
        self.group.close()
        return time.monotonic() - start

    def _look(self) -> Looked:
        base = self.out / "gradebook.db"
        size = sum(path.stat().st_size for path in self.out.glob(f"{base.name}*"))
        done = sum(1 for _ in self.out.glob("submissions/*/result.json"))
        return Looked(time.monotonic() - self.start, self.group.cpu(), done, memory(self.group.pids()), size)


def results(out: Path, lab: Path) -> dict[str, Any]:
    """All that a run has written, but for times: the table, every result, and what the gradebook shows."""
    show = [sys.executable, "-m", "autograder.cli", "gradebook", "show", "--lab", lab, "--book", out / "gradebook.db"]
    shown = subprocess.run(show, capture_output=True, text=True, check=True).stdout
    found: dict[str, Any] = {"grades.csv": (out / "grades.csv").read_bytes(), "gradebook": shown}
    for path in sorted(out.glob("submissions/*/result.json")):
        found[path.parent.name] = _timeless(json.loads(path.read_bytes()))
    return found


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _timeless(inner) for key, inner in value.items() if key != "seconds"}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


def killed(folder: Path, lab: Path, out: Path, jobs: int, seconds: list[float]) -> tuple[list[float], Graded]:
    """Grade a class while the run is killed after some seconds, again and again, and let the last run end."""
    gone = []
    for delay in seconds:
        command = Command(folder, lab, out, jobs)
        time.sleep(delay)
        if command.process.poll() is not None:
            raise RuntimeError("the class was graded before it could be killed: take more submissions, or fewer kills")
        gone.append(command.kill())
    return gone, Command(folder, lab, out, jobs).finish()


def unlike(found: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What two runs do not agree in."""
    return sorted(name for name in found.keys() | other.keys() if found.get(name) != other.get(name))


def classroom(
    lab: Annotated[Path, typer.Option(help="the lab's folder")] = LAB,
    count: Annotated[int, typer.Option(min=2, help="how many files are handed in")] = 200,
    faulty: Annotated[int, typer.Option(min=0, help="how many of them are broken")] = 20,
    jobs: Annotated[list[int] | None, typer.Option(help="numbers of workers, one run each; 1 and 2 without")] = None,
    kills: Annotated[int, typer.Option(min=0, help="how often the last run is killed")] = 10,
    seed: Annotated[int, typer.Option(help="of the moments at which it is killed")] = 0,
    build: Annotated[Path, typer.Option(help="where everything is put")] = BUILD,
    json_file: Annotated[Path | None, typer.Option("--json", help="write every figure here")] = None,
) -> None:
    """Grade a class with each number of workers, and while it is killed; say how long it took and what differed."""
    folder, sizes = build.resolve() / "class", jobs or [1, 2]
    os.environ["OMP_NUM_THREADS"] = "1"
    hand_in(load_lab(lab), folder, count, faulty)
    figures: dict[str, Any] = {"count": count, "faulty": faulty, "runs": {}}
    runs = {}
    for size in sizes:
        out = build.resolve() / f"jobs-{size}"
        shutil.rmtree(out, ignore_errors=True)
        run = Command(folder, lab, out, size).finish()
        runs[size] = results(out, lab)
        rate = 60 * count / run.seconds
        figures["runs"][size] = {"seconds": run.seconds, "cpu": run.cpu, "a_minute": rate, "peak": run.peak}
        print(
            f"{size} at once: {run.seconds:.0f} s, {rate:.1f} a minute, {run.cpu:.0f} CPU s, {run.peak / MIB:.0f} MiB"
        )
        print(f"   unlike the first run: {unlike(runs[sizes[0]], runs[size]) or 'nothing'}", flush=True)
    if kills:
        out, dice = build.resolve() / "killed", random.Random(seed)
        shutil.rmtree(out, ignore_errors=True)
        most = figures["runs"][sizes[-1]]["seconds"] / (kills + 1)
        moments = [dice.uniform(0.5, most) for _ in range(kills)]
        gone, last = killed(folder, lab, out, sizes[-1], moments)
        differ = unlike(runs[sizes[-1]], results(out, lab))
        figures["killed"] = {"after": moments, "gone_after": gone, "last_run": last.seconds, "unlike": differ}
        print(f"killed {kills} times, nothing left after {max(gone):.1f} s at most")
        print(f"   unlike the clean run: {differ or 'nothing'}")
    if json_file is not None:
        terminal.write(json_file, f"{json.dumps(figures, indent=1)}\n")


if __name__ == "__main__":
    typer.run(classroom)

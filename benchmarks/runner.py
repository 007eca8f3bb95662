"""The side of a measurement that works: a process that is made ready once and then grades as often as it is told.

It reads how many submissions to grade from standard input, a line a pass, and says `begin`, `done` for each
submission, and `end`; before the first, `ready`, or `unable` and why.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    """What to grade, where to put things, and how many submissions at once."""

    lab: str
    notebook: str
    build: str
    jobs: int

    def text(self) -> str:
        """This order as an argument of a command."""
        return json.dumps(asdict(self))

    def folder(self, name: str) -> Path:
        """A folder for a runner's own things."""
        path = Path(self.build, f"{name}-{self.jobs}").resolve()
        path.mkdir(parents=True, exist_ok=True)
        return path


class UnableError(Exception):
    """Why something cannot be measured on this machine."""


class Marks:
    """Tells the measuring process how far the work is."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", buffering=1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever else is printed here must not look like a mark

    def say(self, mark: str) -> None:
        """Send a mark."""
        self._out.write(f"{mark}\n")

    def begin(self) -> None:
        """What follows counts."""
        self.say("begin")

    def done(self) -> None:
        """One more submission is graded."""
        self.say("done")


Run = Callable[[int, Marks], None]


def serve(make: Callable[[Order], AbstractContextManager[Run]], order: str) -> None:
    """Make ready what grades, and grade whenever a number comes in."""
    marks = Marks()
    try:
        with make(Order(**json.loads(order))) as run:
            marks.say("ready")
            for line in sys.stdin:
                run(int(line), marks)
                marks.say("end")
    except UnableError as error:
        marks.say(f"unable {' '.join(str(error).split())}")


def spread(work: Callable[[int], None], count: int, jobs: int, marks: Marks) -> None:
    """Do a piece of work `count` times, `jobs` at a time: commands that wait for processes of their own."""
    marks.begin()
    with ThreadPoolExecutor(jobs) as threads:
        for future in as_completed([threads.submit(work, number) for number in range(count)]):
            future.result()
            marks.done()


def command(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command in a folder; raises UnableError with the last line that it said where it fails."""
    done = subprocess.run(
        arguments,
        cwd=folder,
        env=os.environ | dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
        raise UnableError(f"{Path(arguments[0]).name} {arguments[1]} failed: {last[:300]}")


def quiet(home: Path, *programs: Path) -> dict[str, str]:
    """The environment of a peer: one thread a process as ours have, its own home, and `programs` found first."""
    home.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join([*map(str, programs), os.environ.get("PATH", "")])
    return {"OMP_NUM_THREADS": "1", "HOME": str(home), "PATH": path, "MPLBACKEND": "agg", "PYTHONUTF8": "1"}

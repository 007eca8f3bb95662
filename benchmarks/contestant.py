"""The side of a measurement that watches: it starts a runner in a group of its own and reads clocks at its marks."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Group, busy, group, memory
from benchmarks.runner import Order, UnableError

LOOK = 0.05


@dataclass(frozen=True)
class Row:
    """A row of the table: what runs, and the command that serves it."""

    key: str
    title: str
    module: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pass:
    """Some submissions graded without a pause: seconds by the clock and by the processors.

    `others` are the CPU seconds that the rest of the machine used meanwhile: what makes the clock untrue.
    """

    count: int
    seconds: float
    cpu: float
    others: float = 0.0


class Contestant:
    """A runner that is ready to grade, `jobs` submissions at a time."""

    def __init__(self, row: Row, order: Order) -> None:
        """Start the runner and wait until it is ready; raises UnableError where it cannot be."""
        self.row = row
        self.order = order
        self.log = Path(order.build, f"{row.key}-{order.jobs}.log")
        self.group: Group = group(f"{row.key}-{order.jobs}")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", row.module, *row.arguments, order.text()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=self.group.join,
            )
        self.group.follow(self.process.pid)
        if (mark := self._mark()) != "ready":
            self.stop()
            raise UnableError(mark.removeprefix("unable "))

    def grade(self, count: int) -> Pass:
        """Grade some submissions, and say what they took from the mark `begin` to the last `done`."""
        self._tell(count)
        begin = end = (0.0, 0.0, 0.0)
        done = 0
        while (mark := self._mark()) != "end":
            now = (time.perf_counter(), self.group.cpu(), busy())
            if mark == "begin":
                begin = now
            elif mark == "done":
                end, done = now, done + 1
            else:
                raise UnableError(f"{mark or 'it ended'}; see {self.log}")
        seconds, cpu, all = (after - before for before, after in zip(begin, end, strict=True))
        return Pass(done, seconds, cpu, max(0.0, all - cpu))

    def peak(self, count: int) -> int:
        """Grade some submissions, and say how many bytes all processes together held at most.

        A pass of its own, for looking costs time.
        """
        over, found = threading.Event(), [0]

        def look() -> None:
            found.append(memory(self.group.pids()))  # at least once, however short the pass
            while not over.wait(LOOK):
                found.append(memory(self.group.pids()))

        watching = threading.Thread(target=look)
        watching.start()
        try:
            self.grade(count)
        finally:
            over.set()
            watching.join()
        return max(found)

    def stop(self) -> None:
        """End the runner and all that it started."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.group.close()

    def _tell(self, count: int) -> None:
        if self.process.stdin is not None:
            self.process.stdin.write(f"{count}\n")
            self.process.stdin.flush()

    def _mark(self) -> str:
        return self.process.stdout.readline().strip() if self.process.stdout is not None else ""

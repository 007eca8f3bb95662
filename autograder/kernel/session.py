"""A notebook being run: every cell is tried, in order, and its kernel stays alive to be asked."""

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from autograder.kernel.connection import KernelDied, KernelTimeout
from autograder.kernel.kernel import Kernel
from autograder.kernel_side.wire import WireError, pack, unpack
from autograder.lab.declaration import MIB
from autograder.sandbox.workspace import Scratch
from autograder.source.training import Place

MAX_RESTARTS = 30
QUICK = 2.0  # seconds for a question that runs no code of the student's
ENOUGH = 0.25  # of the memory that a notebook may take


class CellStatus(StrEnum):
    """What became of a cell."""

    OK = "ok"
    ERROR = "error"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_FLOOD = "output_flood"
    KILLED = "killed"
    NOT_RUN = "not_run"


@dataclass(frozen=True)
class CellRun:
    """How one cell went: `index` counts all cells of the notebook."""

    index: int
    status: CellStatus
    type: str = ""
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Script:
    """What a kernel is to run: the set-up text, files and folders for the working directory, and cells by index.

    `watched` are the statements that train: after their cells, the classes of the globals that they use are noted.
    """

    setup: str
    files: Mapping[str, str]
    cells: Mapping[int, str]
    watched: tuple[Place, ...] = ()
    folders: Collection[str] = ()


class AskError(Exception):
    """The worker's answer is that the student's code failed, or no answer at all."""

    def __init__(self, type: str, message: str, where: str = "") -> None:
        super().__init__(f"{type}: {message}")
        self.type = type
        self.message = message
        self.where = where


class Session:
    """A script that runs in a kernel of its own, which is started again where the student's code killed it."""

    def __init__(self, script: Script, scratch: Scratch) -> None:
        self.script = script
        self.scratch = scratch
        self.limits = scratch.limits
        self.end = time.monotonic() + self.limits.submission
        self.killers: dict[int, CellRun] = {}
        self.runs: tuple[CellRun, ...] = ()
        self.output_sizes: dict[int, int] = {}
        self.uses: dict[Place, dict[str, frozenset[str]]] = {}
        self.kernel: Kernel | None = None

    @property
    def alive(self) -> bool:
        """Whether there is a kernel to ask."""
        return self.kernel is not None

    @property
    def left(self) -> float:
        """Seconds that the submission may still take."""
        return self.end - time.monotonic()

    def run(self) -> tuple[CellRun, ...]:
        """Run every cell in a new kernel; a cell that kills it is noted, left out, and the rest is run again."""
        while True:
            self.close()
            self.scratch.clear()  # what an earlier run left there must not make this one go another way
            self.scratch.give(self.script.files, self.script.folders)
            self.kernel = Kernel(self.scratch, self.script.setup)
            runs = self._pass(self.kernel)
            if runs is not None:
                self.runs = runs
                return runs

    def _pass(self, kernel: Kernel) -> tuple[CellRun, ...] | None:
        """Run every cell; None where the kernel is of no more use, and the cell that brought that about is noted."""
        runs, ran = [], list[int]()
        for index, source in self.script.cells.items():
            if index in self.killers:
                runs.append(self.killers[index])
            elif self.left <= 0 or len(self.killers) > MAX_RESTARTS:
                runs.append(CellRun(index, CellStatus.NOT_RUN))
            else:
                run = self._cell(kernel, index, source)
                if not kernel.alive or (run.status is CellStatus.OUT_OF_MEMORY and not self.has_room()):
                    self.killers[index] = run
                    return None
                runs.append(run)
                ran += [index] * bool(source.strip())  # an empty one is not sent
        self.output_sizes = self._output_sizes(ran)
        return tuple(runs)

    def _cell(self, kernel: Kernel, index: int, source: str) -> CellRun:
        start = time.monotonic()
        status, type, message = CellStatus.OK, "", ""
        try:
            error = kernel.execute(source, min(self.limits.cell, max(self.left, 0.1)))
            if error is not None:
                status = CellStatus.OUT_OF_MEMORY if needs_memory(error.type, error.message) else CellStatus.ERROR
                type, message = error.type, error.message
            for place in self.script.watched:
                if place.cell == index:
                    self.uses[place] = self._uses(place.text)
        except KernelTimeout:
            status = CellStatus.TIMED_OUT
        except KernelDied as death:
            status = CellStatus(death.cause.value)
        return CellRun(index, status, type, message, time.monotonic() - start)

    def has_room(self) -> bool:
        """Whether what the notebook holds leaves memory for what follows."""
        try:
            self.ask("try_allocation", {"size": round(self.limits.memory * MIB * ENOUGH)})
        except (AskError, KernelTimeout, KernelDied):
            return False
        return True

    def _output_sizes(self, ran: Sequence[int]) -> dict[int, int]:
        """How many characters each cell wrote, by index, as the student's process tells."""
        with suppress(AskError, KernelTimeout, KernelDied):
            told = self.ask("output_sizes", {}, seconds=QUICK)
            if isinstance(told, list) and len(told) == len(ran) and all(type(count) is int for count in told):
                return dict(zip(ran, told, strict=True))
        return {}

    def _uses(self, source: str) -> dict[str, frozenset[str]]:
        try:
            answer = self.ask("used_globals", {"source": source})
        except AskError:
            return {}
        if not isinstance(answer, dict):
            return {}
        return {
            name: frozenset(map(str, kinds))
            for name, kinds in answer.items()
            if isinstance(name, str) and isinstance(kinds, list)
        }

    def ask(self, verb: str, arguments: dict[str, Any], seed: int = 0, seconds: float = 10.0) -> Any:
        """Ask the worker something and read its answer.

        Raises AskError where the student's code failed or the answer is malformed, KernelTimeout, KernelDied.
        """
        if self.kernel is None:
            raise KernelDied
        data, buffer = pack(arguments)
        request = {"verb": verb, "arguments": data, "seed": seed}
        try:
            reply, tensors = self.kernel.ask(request, buffer, seconds)
        except KernelDied:
            self.close()
            raise
        return self._read(reply, tensors)

    @staticmethod
    def _read(reply: Any, tensors: bytes) -> Any:
        if isinstance(reply, dict) and reply.get("ok") is True:
            try:
                return unpack(reply.get("value"), tensors)
            except WireError as error:
                raise AskError("MalformedReply", str(error)) from None
        fault = reply.get("error") if isinstance(reply, dict) else None
        if not isinstance(fault, dict):
            raise AskError("MalformedReply", "no answer")
        raise AskError(*(str(fault.get(key, ""))[:1000] for key in ("type", "message", "where")))

    def close(self) -> None:
        """End the kernel."""
        if self.kernel is not None:
            self.kernel.stop()
            self.kernel = None


def needs_memory(type: str, message: str) -> bool:
    """Whether an error says that there was no memory left: Python's own, or torch's."""
    return type == "MemoryError" or (type == "RuntimeError" and "DefaultCPUAllocator" in message)


def failed(runs: Sequence[CellRun]) -> list[CellRun]:
    """The cells that did not run as they should."""
    return [run for run in runs if run.status is not CellStatus.OK]

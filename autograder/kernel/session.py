"""Runs every cell of a notebook in order, and keeps the kernel alive to answer the requests of checks."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from autograder.kernel.cell_run import CellRun, CellStatus, is_out_of_memory
from autograder.kernel.connection import KernelDied, KernelTimeout
from autograder.kernel.failures import NotebookFailures, read_failures
from autograder.kernel.kernel import Kernel
from autograder.kernel.missed_definitions import missed_definitions
from autograder.kernel.replaced_files import ReplacedFile, read_replaced_files
from autograder.kernel.script import Script
from autograder.kernel_side.wire import WireError, pack, unpack
from autograder.lab.declaration import MIB
from autograder.results.verdict import FailureCause
from autograder.sandbox.workspace import Workspace
from autograder.source.name_flow import names_set
from autograder.source.training import StatementPlace

MAX_RESTARTS = 30
QUICK_SECONDS = 2.0  # for a question that runs no student code
DEATHS = {"timed_out": FailureCause.TIME, "out_of_memory": FailureCause.MEMORY}
CELLS_SHARE = 0.7  # of a submission's time, that its cells may take; the rest is for the checks
LATE_SHARE = 0.8  # until then the cells that are left run for a moment each: what takes no time is not hidden
FREE_MEMORY_SHARE = 0.25  # of the memory limit: what must be free for the next cells


class AskError(Exception):
    """The error that the probe replied: student code raised it, or the reply was malformed.

    `type` and `message` describe the error, `where` is the line of code that raised it.
    """

    def __init__(self, type: str, message: str, where: str = "") -> None:
        super().__init__(f"{type}: {message}")
        self.type = type
        self.message = message
        self.where = where


class Session:
    """Runs a script in a kernel of its own, which is restarted if a cell kills it.

    `fatal_cells` are the cells that killed a kernel, `output_sizes` the characters that each cell wrote, and `uses` the
    globals of each watched statement with the names of their classes. `rebound` are the names that an answer needs and
    that stood for something else when it had run, by question.
    """

    def __init__(self, script: Script, workspace: Workspace) -> None:
        self.script = script
        self.workspace = workspace
        self.limits = workspace.limits
        self.end = time.monotonic() + self.limits.submission
        self.cells_end = self.end - (1 - CELLS_SHARE) * self.limits.submission
        self.late_end = self.end - (1 - LATE_SHARE) * self.limits.submission
        self.ended_before: set[int] = set()
        self.fatal_cells: dict[int, CellRun] = {}
        self.runs: tuple[CellRun, ...] = ()
        self.output_sizes: dict[int, int] = {}
        self.uses: dict[StatementPlace, dict[str, frozenset[str]]] = {}
        self.failures = NotebookFailures()
        self.is_reported = False
        self.replaced_files: tuple[ReplacedFile, ...] = ()
        self.rebound: dict[str, frozenset[str]] = {}
        self.kernel: Kernel | None = None

    @property
    def alive(self) -> bool:
        """Return whether the session has a kernel that can answer requests."""
        return self.kernel is not None

    @property
    def seconds_left(self) -> float:
        """Return how many seconds the submission may still take."""
        return self.end - time.monotonic()

    def seconds_left_for(self, cell: int) -> float:
        """Seconds that a cell may still take.

        However long the cells take, there is time left to judge them. A cell that runs again, after the kernel ended,
        may use that time too. When the cells' time is over, those that are left have a moment each.
        """
        now = time.monotonic()
        if cell in self.ended_before:
            return self.end - now
        return max(self.cells_end - now, min(QUICK_SECONDS, (self.late_end - now) / 2))

    def restart(self) -> None:
        """Run every cell again, in a new kernel, after a check has ended the one before.

        How the cells ended the first time is what counts.
        """
        before = self.runs
        self.run()
        self.runs = tuple(self.fatal_cells.get(run.index, run) for run in before)

    def run(self) -> tuple[CellRun, ...]:
        """Run every cell in a new kernel and return how each one ended.

        A cell that kills the kernel is recorded and left out, and the others are run again in a new kernel.
        """
        while True:
            self.close()
            self.workspace.clear()  # what an earlier run left there must not make this one go another way
            self.workspace.provide({**self.script.own_files, **self.script.files}, self.script.folders)
            self.kernel = Kernel(self.workspace, self.script.setup)
            runs = self._run_cells(self.kernel)
            if runs is not None:
                self.runs = runs
                return runs

    def _run_cells(self, kernel: Kernel) -> tuple[CellRun, ...] | None:
        """Run every cell; None where one of them, which is noted, has made the kernel useless."""
        runs, ran = [], list[int]()
        for index, source in self.script.cells.items():
            if index in self.fatal_cells:
                runs.append(self.fatal_cells[index])
                self._mark_unseen(self.fatal_cells[index], source)
            elif self.seconds_left_for(index) <= 0 or len(self.fatal_cells) > MAX_RESTARTS:
                runs.append(CellRun(index, CellStatus.NOT_RUN, cause=FailureCause.TIME))
                self._mark_unseen(runs[-1], source)
            else:
                run = self._run_cell(kernel, index, source)
                self.ended_before.add(index)
                if not kernel.alive or (run.status is CellStatus.OUT_OF_MEMORY and not self.has_free_memory()):
                    self.fatal_cells[index] = run
                    return None
                runs.append(run)
                self._mark_unseen(run, source)
                ran += [index] * bool(source.strip())  # an empty one is not sent
                if index in self.script.answers:
                    self._told("remember_names", labels=list(self.script.answers[index]))
            if not self.alive and ran:  # what the last cell left behind has ended it between two cells
                self.fatal_cells[ran[-1]] = CellRun(ran[-1], CellStatus.KILLED)
                return None
        if not self.is_reported:
            self._read_report(ran)
        self._define_what_was_missed(kernel, runs)
        self.rebound = self.rebound or self._rebound()
        return tuple(runs)

    def _read_report(self, ran: Sequence[int]) -> None:
        """Ask the process what happened while the cells ran."""
        self.output_sizes = self._output_sizes(ran)
        failures = self._told("failures")
        self.is_reported = failures is not None
        self.failures = read_failures(failures, self._places(ran))
        self.replaced_files = read_replaced_files(
            self._told("replaced_files"), self._places(ran), frozenset(self.script.files)
        )

    def _define_what_was_missed(self, kernel: Kernel, runs: Sequence[CellRun]) -> None:
        """Run the definitions that the cells did not come to; what is defined by now stays."""
        for cell, definitions in missed_definitions(runs, self.failures, self.script.cells):
            with suppress(KernelTimeout, KernelDied):
                defined = self._uses("\n".join(definitions)) if definitions else {}
                missing = {name: text for name, text in definitions.items() if name not in defined}
                if missing and (seconds_left := self.seconds_left_for(cell)) > 0:
                    error = kernel.execute("\n".join(missing.values()), min(self.limits.cell, seconds_left))
                    unseen = {name: why for name, why in self.failures.unseen.items() if error or name not in missing}
                    self.failures = replace(self.failures, unseen=unseen)
                    self._told("remember_names", labels=list(self.script.answers.get(cell, ())))

    def _run_cell(self, kernel: Kernel, index: int, source: str) -> CellRun:
        start = time.monotonic()
        status, type, message, cause = CellStatus.OK, "", "", self.script.unreadable.get(index, FailureCause.STUDENT)
        try:
            error = kernel.execute(source, min(self.limits.cell, max(self.seconds_left_for(index), 0.1)))
            if error is not None:
                status = CellStatus.OUT_OF_MEMORY if is_out_of_memory(error.type, error.message) else CellStatus.ERROR
                type, message = error.type, error.message
                cause = FailureCause.MEMORY if status is CellStatus.OUT_OF_MEMORY else cause
            for place in self.script.watched:
                if place.cell == index:
                    self.uses[place] = self._uses(place.text)
        except KernelTimeout:
            status, cause = CellStatus.TIMED_OUT, FailureCause.TIME
        except KernelDied as death:
            status = CellStatus(death.cause.value)
            cause = DEATHS.get(status.value, FailureCause.STUDENT)
        return CellRun(index, status, type, message, time.monotonic() - start, cause)

    def _mark_unseen(self, run: CellRun, source: str) -> None:
        """Tell the process which names a cell would have set that ended for no fault of the student's."""
        if run.status is not CellStatus.OK and run.cause is not FailureCause.STUDENT and (names := names_set(source)):
            self._told("mark_unseen", names=names, cell=-1 - run.index, cause=run.cause.value)

    def _places(self, ran: Sequence[int]) -> dict[int, int]:
        """Return the index of each cell by the number that stands for it in the process."""
        return dict(enumerate(ran)) | {-1 - index: index for index in self.script.cells}

    def _rebound(self) -> dict[str, frozenset[str]]:
        """Return the names that an answer needs and that stand for something else at the end of the notebook."""
        answered = {question for questions in self.script.answers.values() for question in questions}
        wanted = {question: list(names) for question, names in self.script.needed.items() if question in answered}
        answer = self._told("rebound_names", wanted=wanted) if wanted else None
        if not isinstance(answer, dict):
            return {}
        told = {id: names for id, names in answer.items() if id in wanted and isinstance(names, list) and names}
        return {id: frozenset(map(str, names)) for id, names in told.items()}

    def _told(self, verb: str, **arguments: Any) -> Any:
        """Ask the probe something that takes no time; None where it does not answer."""
        with suppress(AskError, KernelTimeout, KernelDied):
            return self.ask(verb, arguments, seconds=QUICK_SECONDS)
        return None

    def has_free_memory(self) -> bool:
        """Return whether the notebook leaves enough memory free for the cells that follow."""
        try:
            self.ask("try_allocation", {"size": round(self.limits.memory * MIB * FREE_MEMORY_SHARE)})
        except (AskError, KernelTimeout, KernelDied):
            return False
        return True

    def _output_sizes(self, ran: Sequence[int]) -> dict[int, int]:
        """Return how many characters each cell wrote, by index; empty where the process's answer makes no sense."""
        sizes = self._told("output_sizes")
        if isinstance(sizes, list) and len(sizes) == len(ran) and all(type(size) is int for size in sizes):
            return dict(zip(ran, sizes, strict=True))
        return {}

    def _uses(self, source: str) -> dict[str, frozenset[str]]:
        try:
            answer = self.ask("used_globals", {"source": source})
        except AskError:
            return {}
        used = answer.items() if isinstance(answer, dict) else ()
        return {
            name: frozenset(map(str, kinds)) for name, kinds in used if type(name) is str and isinstance(kinds, list)
        }

    def ask(self, verb: str, arguments: dict[str, Any], seed: int = 0, seconds: float = 10.0) -> Any:
        """Ask the probe to carry out a verb with some arguments, and return its answer.

        `seed` seeds the random generators first. Raises AskError if student code failed or the answer is malformed,
        KernelTimeout after `seconds`, KernelDied if the process ended, and CannotBeSent for an argument of a type that
        cannot be sent to the kernel.
        """
        if self.kernel is None:
            raise KernelDied
        data, buffer = pack(arguments, whole=True)
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
        """Stop the kernel, if there is one."""
        if self.kernel is not None:
            self.kernel.stop()
            self.kernel = None

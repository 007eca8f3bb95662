"""A running kernel: it executes cells through nbclient and answers requests over a connection of its own."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from subprocess import DEVNULL, TimeoutExpired
from time import monotonic
from typing import Any, TypeVar

from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from zmq import ZMQError

from autograder.errors import KernelError
from autograder.kernel.cell_runner import CellError, CellRunner, MessageReader
from autograder.kernel.connection import GRACE_SECONDS, Connection, KernelDied, KernelTimeout
from autograder.lab.declaration import MIB
from autograder.results.verdict import Verdict
from autograder.sandbox.workspace import Workspace, kernel_environment, kernel_manager

T = TypeVar("T")
STARTUP_SECONDS = 120
WAKE_UPS = 6  # while a cell is given time to end
POLL_SECONDS = 0.1  # seconds between looks at whether a process that runs a cell still lives


class Kernel:
    """The process that runs one notebook.

    Every method blocks; none may be called from within an event loop.
    """

    def __init__(self, workspace: Workspace, setup: str) -> None:
        """Start a process in a workspace and run the source text `setup` in it; raise KernelError if that fails."""
        self.limits = workspace.limits
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # nbclient forgets a task where a kernel dies
        self.notebook: Any = NotebookNode(cells=[], metadata={})  # type: ignore[no-untyped-call]
        self.manager: Any = kernel_manager(workspace)
        self.reader = MessageReader(parent=self.manager)
        self.reader.on_flood = self._kill  # type: ignore[method-assign]
        self.manager.session = self.reader
        self.cell_runner = CellRunner(
            self.notebook, km=self.manager, allow_errors=True, timeout=None, shutdown_kernel="immediate"
        )
        self.cell_runner.log.setLevel(logging.CRITICAL)
        self.connection: Connection | None = None
        self.process: Any = None
        self.dead = False
        try:
            self._wait(self._start(workspace, setup))
        except BaseException as error:
            self.stop()
            if isinstance(error, Exception):
                raise KernelError("kernel.no_start", fault=f"{type(error).__name__}: {error}") from error
            raise

    @property
    def pid(self) -> int | None:
        """Return the process's number, or None if it did not start."""
        return self.process.pid if self.process is not None else None

    @property
    def alive(self) -> bool:
        """Return whether the process is running and has not been ended by the grader."""
        return self.process is not None and not self.dead and self.process.poll() is None

    def execute(self, source: str, seconds: float) -> CellError | None:
        """Run source text as a cell and return the error that it raised, or None.

        Raises KernelTimeout after `seconds`, when the cell was interrupted and the kernel is still running, and
        KernelDied if the process ended or the kernel was stopped.
        """
        if self.loop.is_closed():
            raise KernelDied
        self.reader.bytes_left = self.limits.output * MIB
        try:
            return self._wait(self._execute(source, seconds))
        except KernelDied as death:
            raise KernelDied(self._cause(death)) from None

    def ask(self, request: dict[str, Any], buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request to the probe and return the JSON and the tensor bytes of its reply, unchecked.

        Raises KernelTimeout after `seconds`, and KernelDied if the process ended.
        """
        if self.connection is None:
            raise KernelDied
        try:
            return self.connection.ask(request, buffer, seconds)
        except KernelDied as death:
            raise KernelDied(self._cause(death)) from None

    def stop(self) -> None:
        """Kill the process and every process that it started; a second call does nothing."""
        if self.loop.is_closed():
            return
        if self.connection is not None:
            self.connection.close()
        self._kill()
        self._wait(self._cancel())  # what still listens would find nothing to listen to
        if self.cell_runner.kc is not None:
            self.cell_runner.kc.stop_channels()
            self.cell_runner.kc = None
        try:
            if self.cell_runner.km is not None:
                self._wait(self.cell_runner._async_cleanup_kernel())
        finally:
            self._wait(self._cancel())
            self.loop.close()

    def _kill(self) -> None:
        if self.process is not None:
            with suppress(OSError):
                self.process.kill()

    def _cause(self, death: KernelDied) -> Verdict:
        """Return the verdict on why the process ended: as the grader ended it, or else as its supervisor reports."""
        self.dead = True
        with suppress(TimeoutExpired):
            self.process.wait(GRACE_SECONDS)
        if self.reader.flooded:
            return Verdict.OUTPUT_FLOOD
        if death.cause is not Verdict.KILLED:
            return death.cause
        report = getattr(self.process, "report", {})
        return Verdict.OUT_OF_MEMORY if report.get("out_of_memory") else Verdict.KILLED

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    async def _cancel(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.loop.shutdown_asyncgens()

    async def _start(self, workspace: Workspace, setup: str) -> None:
        workspace.reset_sockets()
        environment = kernel_environment(workspace)
        await self.cell_runner.async_start_new_kernel(
            cwd=str(workspace.work), env=environment, stdout=DEVNULL, stderr=DEVNULL
        )
        self.process = self.manager.provisioner.process
        await asyncio.wait_for(self.cell_runner.async_start_new_kernel_client(), STARTUP_SECONDS)
        error = await self._execute(setup, STARTUP_SECONDS)
        if error is not None:
            raise RuntimeError(f"{error.type}: {error.message}")
        self.connection = Connection(workspace.question_socket, self.process, self.limits.message_bytes)
        self.connection.ask(
            {}, b"", STARTUP_SECONDS
        )  # answered by whoever accepted, so before any code of the student's
        if hasattr(self.process, "seal"):
            self.process.seal()

    async def _execute(self, source: str, seconds: float) -> CellError | None:
        cell: Any = NotebookNode(  # type: ignore[no-untyped-call]
            cell_type="code", source=source, metadata={}, outputs=[]
        )
        self.notebook.cells[:] = [cell]
        task = asyncio.ensure_future(self.cell_runner.async_execute_cell(cell, 0))
        if not await self._finished(task, seconds):
            if not await self._interrupted(task):
                self._kill()
                await self._drop(task)
                raise KernelDied(Verdict.TIMED_OUT)
            raise KernelTimeout
        try:
            task.result()
        except (DeadKernelError, ZMQError):
            self._kill()
            raise KernelDied from None
        return cell.outputs[0] if cell.outputs else None

    async def _finished(self, task: "asyncio.Future[Any]", seconds: float) -> bool:
        """Return whether a cell ends within `seconds`; raises KernelDied as soon as the process has ended."""
        end = monotonic() + seconds
        while (seconds_left := end - monotonic()) > 0:
            done, _ = await asyncio.wait({task}, timeout=min(seconds_left, POLL_SECONDS))
            if done:
                return True
            if not self.alive:
                await self._drop(task)
                raise KernelDied
        return False

    @staticmethod
    async def _drop(task: "asyncio.Future[Any]") -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _interrupted(self, task: "asyncio.Future[Any]") -> bool:
        """Interrupt a cell and return whether it ends; raises KernelDied where the process does."""
        await self.manager.interrupt_kernel()
        client: Any = self.cell_runner.kc
        for _ in range(WAKE_UPS):
            with suppress(ZMQError):
                client.kernel_info()  # an event loop that waits is not woken by a signal, which may come later
            if await self._finished(task, GRACE_SECONDS / WAKE_UPS):
                return True
        return False

"""A live kernel: it runs cells through nbclient, and answers questions through a channel."""

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
from autograder.kernel.cell_runner import CellError, Listener, Post
from autograder.kernel.connection import GRACE, Channel, KernelDied, KernelTimeout
from autograder.lab.declaration import MIB
from autograder.results.verdict import Verdict
from autograder.sandbox import workspace
from autograder.sandbox.workspace import Scratch

T = TypeVar("T")
STARTUP = 120
WAKES = 6  # while a cell is given time to end
LOOK = 0.1  # seconds between looks at whether a process that runs a cell still lives


class Kernel:
    """One student process. Every method blocks; none is to be called from within an event loop."""

    def __init__(self, scratch: Scratch, setup: str) -> None:
        """Start a process and run `setup` in it; raises KernelError where that fails."""
        self.limits = scratch.limits
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # nbclient forgets a task where a kernel dies
        self.notebook: Any = NotebookNode(cells=[], metadata={})  # type: ignore[no-untyped-call]
        self.manager: Any = workspace.kernel_manager(scratch)
        self.post = Post(parent=self.manager)
        self.post.overflow = self._kill  # type: ignore[method-assign]
        self.manager.session = self.post
        self.listener = Listener(
            self.notebook, km=self.manager, allow_errors=True, timeout=None, shutdown_kernel="immediate"
        )
        self.listener.log.setLevel(logging.CRITICAL)
        self.channel: Channel | None = None
        self.process: Any = None
        self.dead = False
        try:
            self._wait(self._start(scratch, setup))
        except BaseException as error:
            self.stop()
            if isinstance(error, Exception):
                raise KernelError("kernel.no_start", fault=f"{type(error).__name__}: {error}") from error
            raise

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self.process.pid if self.process is not None else None

    @property
    def alive(self) -> bool:
        """Whether the process has not ended, and is not about to."""
        return self.process is not None and not self.dead and self.process.poll() is None

    def execute(self, source: str, seconds: float) -> CellError | None:
        """Run a cell; returns what it raised.

        Raises KernelTimeout after `seconds` (the cell was interrupted and the kernel lives on) and KernelDied.
        """
        self.post.room = self.limits.output * MIB
        try:
            return self._wait(self._execute(source, seconds))
        except KernelDied as death:
            raise KernelDied(self._cause(death)) from None

    def ask(self, request: dict[str, Any], buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request to the worker and return the JSON and the bytes of its reply, unread.

        Raises KernelTimeout, KernelDied.
        """
        if self.channel is None:
            raise KernelDied
        try:
            return self.channel.ask(request, buffer, seconds)
        except KernelDied as death:
            raise KernelDied(self._cause(death)) from None

    def stop(self) -> None:
        """End the process, whatever it is doing, and every process that it started."""
        if self.loop.is_closed():
            return
        if self.channel is not None:
            self.channel.close()
        self._kill()
        self._wait(self._cancel())  # what still listens would find nothing to listen to
        if self.listener.kc is not None:
            self.listener.kc.stop_channels()
            self.listener.kc = None
        try:
            if self.listener.km is not None:
                self._wait(self.listener._async_cleanup_kernel())
        finally:
            self._wait(self._cancel())
            self.loop.close()

    def _kill(self) -> None:
        if self.process is not None:
            with suppress(OSError):
                self.process.kill()

    def _cause(self, death: KernelDied) -> Verdict:
        """Why the process ended, now that it has: as we ended it, or else as whoever watched it tells."""
        self.dead = True
        with suppress(TimeoutExpired):
            self.process.wait(GRACE)
        if self.post.flooded:
            return Verdict.OUTPUT_FLOOD
        if death.cause is not Verdict.KILLED:
            return death.cause
        told = getattr(self.process, "report", {})
        return Verdict.OUT_OF_MEMORY if told.get("out_of_memory") else Verdict.KILLED

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    async def _cancel(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self.loop.shutdown_asyncgens()

    async def _start(self, scratch: Scratch, setup: str) -> None:
        scratch.make_way()
        environment = workspace.environment(scratch)
        await self.listener.async_start_new_kernel(
            cwd=str(scratch.work), env=environment, stdout=DEVNULL, stderr=DEVNULL
        )
        self.process = self.manager.provisioner.process
        await asyncio.wait_for(self.listener.async_start_new_kernel_client(), STARTUP)
        error = await self._execute(setup, STARTUP)
        if error is not None:
            raise RuntimeError(f"{error.type}: {error.message}")
        self.channel = Channel(scratch.questions, self.process, self.limits.message_bytes)
        self.channel.ask({}, b"", STARTUP)  # answered by whoever accepted, so before any code of the student's
        if hasattr(self.process, "seal"):
            self.process.seal()

    async def _execute(self, source: str, seconds: float) -> CellError | None:
        cell: Any = NotebookNode(  # type: ignore[no-untyped-call]
            cell_type="code", source=source, metadata={}, outputs=[]
        )
        self.notebook.cells[:] = [cell]
        task = asyncio.ensure_future(self.listener.async_execute_cell(cell, 0))
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
        """Whether a cell comes to its end in time; raises KernelDied as soon as the process has ended."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            done, _ = await asyncio.wait({task}, timeout=min(left, LOOK))
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
        """Whether a cell comes to its end when it is interrupted; raises KernelDied."""
        await self.manager.interrupt_kernel()
        client: Any = self.listener.kc
        for _ in range(WAKES):
            with suppress(ZMQError):
                client.kernel_info()  # an event loop that waits is not woken by a signal, which may come later
            if await self._finished(task, GRACE / WAKES):
                return True
        return False

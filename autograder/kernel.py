"""A live kernel: it runs cells through nbclient, and answers questions through a comm."""

import asyncio
import logging
import time
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass
from queue import Empty
from typing import Any, TypeVar

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from autograder import sandbox
from autograder.errors import KernelError
from autograder.sandbox import Scratch
from autograder.wire import TARGET

T = TypeVar("T")
GRACE = 3.0
POLL = 0.2
STARTUP = 120


class KernelDied(Exception):
    """The student's process is gone."""


class KernelTimeout(Exception):
    """The student's process did not answer in time; it was interrupted."""


@dataclass(frozen=True)
class CellError:
    """What a cell raised."""

    type: str
    message: str


class Listener(NotebookClient):
    """An nbclient that keeps errors and lets all other output go: nobody reads it, and it may be a flood."""

    def output(self, outs: list[Any], msg: dict[str, Any], display_id: str, cell_index: int) -> Any:
        """Keep a message of the kernel if it is an error."""
        if msg["msg_type"] == "error":
            return super().output(outs, msg, display_id, cell_index)
        return None


class Kernel:
    """One student process. Every method blocks; none is to be called from within an event loop."""

    def __init__(self, scratch: Scratch, setup: str) -> None:
        """Start a process and run `setup` in it; raises KernelError where that fails."""
        self.loop = asyncio.new_event_loop()
        self.notebook = nbformat.v4.new_notebook()
        self.listener = Listener(self.notebook, km=sandbox.kernel_manager(scratch), allow_errors=True, timeout=None)
        self.listener.startup_timeout = STARTUP
        self.listener.log.setLevel(logging.CRITICAL)
        self.comm = uuid.uuid4().hex
        self.pid: int | None = None
        try:
            self._wait(self._start(scratch, setup))
        except BaseException as error:
            self.stop()
            if isinstance(error, Exception):
                raise KernelError("kernel.no_start", fault=f"{type(error).__name__}: {error}") from error
            raise

    def execute(self, source: str, seconds: float) -> CellError | None:
        """Run a cell; returns what it raised.

        Raises KernelTimeout after `seconds` (the cell was interrupted and the kernel lives on) and KernelDied.
        """
        return self._wait(self._execute(source, seconds))

    def ask(self, request: dict[str, Any], buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request to the worker and return the JSON and the bytes of its reply, unread.

        Raises KernelTimeout, KernelDied.
        """
        return self._wait(self._ask(request, buffer, seconds))

    def stop(self) -> None:
        """End the process, whatever it is doing, and every process in its group."""
        if self.loop.is_closed():
            return
        sandbox.kill_group(self.pid)
        try:
            if self.listener.km is not None:
                self._wait(self.listener._async_cleanup_kernel())
        finally:
            self._wait(self.loop.shutdown_asyncgens())
            self.loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    async def _start(self, scratch: Scratch, setup: str) -> None:
        environment = sandbox.environment(scratch)
        await self.listener.async_start_new_kernel(cwd=str(scratch.work), env=environment)
        self.pid = self.listener.km.provisioner.pid
        await self.listener.async_start_new_kernel_client()
        error = await self._execute(setup, STARTUP)
        if error is not None:
            raise RuntimeError(f"{error.type}: {error.message}")
        await self._converse("comm_open", {"target_name": TARGET, "data": {}}, b"", STARTUP)

    async def _execute(self, source: str, seconds: float) -> CellError | None:
        cell = nbformat.v4.new_code_cell(source)
        self.notebook.cells[:] = [cell]
        task = asyncio.ensure_future(self.listener.async_execute_cell(cell, 0))
        if not await self._finished(task, seconds):
            await self.listener.km.interrupt_kernel()
            if not await self._finished(task, GRACE):
                sandbox.kill_group(self.pid)
            await asyncio.wait({task}, timeout=GRACE)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise KernelTimeout if await self._alive() else KernelDied
        try:
            task.result()
        except DeadKernelError:
            raise KernelDied from None
        for output in cell.outputs:
            if output.output_type == "error":
                return CellError(str(output.ename)[:200], str(output.evalue)[:1000])
        return None

    @staticmethod
    async def _finished(task: "asyncio.Future[Any]", seconds: float) -> bool:
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return bool(done)

    async def _alive(self) -> bool:
        return bool(await self.listener.km.is_alive())

    async def _ask(self, request: dict[str, Any], buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        reply = await self._converse("comm_msg", {"data": request}, buffer, seconds)
        if reply is None:
            return None, b""
        return reply["content"].get("data"), b"".join(bytes(part) for part in reply.get("buffers", ())[:1])

    async def _converse(self, kind: str, content: dict[str, Any], buffer: bytes, seconds: float) -> Any:
        """Send a comm message; returns the first reply on our comm once the kernel is idle again."""
        client = self.listener.kc
        message = client.session.msg(kind, {"comm_id": self.comm, **content})
        message["buffers"] = [buffer]
        client.shell_channel.send(message)
        try:
            return await self._reply(message["header"]["msg_id"], time.monotonic() + seconds)
        except KernelTimeout:
            await self.listener.km.interrupt_kernel()
            try:
                await self._reply(message["header"]["msg_id"], time.monotonic() + GRACE)
            except KernelTimeout:
                sandbox.kill_group(self.pid)
                raise KernelDied from None
            raise

    async def _reply(self, parent: str, end: float) -> Any:
        found = None
        while (left := end - time.monotonic()) > 0:
            try:
                message = await self.listener.kc.get_iopub_msg(timeout=min(left, POLL))
            except Empty:
                if not await self._alive():
                    raise KernelDied from None
                continue
            if message["parent_header"].get("msg_id") != parent:
                continue
            if message["msg_type"] == "comm_msg" and message["content"].get("comm_id") == self.comm:
                found = found or message
            elif message["msg_type"] == "status" and message["content"].get("execution_state") == "idle":
                return found
        raise KernelTimeout

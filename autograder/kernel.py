"""A live kernel: it runs cells through nbclient, and answers questions through a channel."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from queue import Empty
from subprocess import DEVNULL
from typing import Any, TypeVar

import zmq
from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete  # type: ignore[attr-defined]
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder import sandbox
from autograder.channel import GRACE, MAX_JSON, Channel, KernelDied, KernelTimeout
from autograder.errors import KernelError
from autograder.sandbox import Scratch
from autograder.wire import MAX_FRAME

T = TypeVar("T")
STARTUP = 120
RECONNECT = 10  # milliseconds between attempts to reach a kernel that is starting
WAITING = 4  # messages that nobody has read yet: a flood waits in the process that sends it


@dataclass(frozen=True)
class CellError:
    """What a cell raised."""

    type: str
    message: str


class Post(Session):
    """Reads what the student's process sends; a message that is malformed becomes one that says nothing."""

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:
        """Split a message off its address; what has none is empty."""
        try:
            return super().feed_identities(msg_list, copy)
        except ValueError:
            return [], []

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Read a message, its content only where it is not too long for the grader's memory."""
        try:
            if any(len(part) > MAX_JSON for part in msg_list[1:4]):
                raise ValueError("a header of megabytes")
            message = super().deserialize(msg_list, content=False, copy=copy)
            body = message["content"]
            message["content"] = self.unpack(body) if len(body) <= MAX_JSON else {"evalue": f"({len(body)} bytes)"}
            if all(isinstance(message[part], dict) for part in ("header", "parent_header", "content")):
                return message
        except Exception:  # json, hmac and jupyter_client raise whatever they stumble over
            pass
        return {"header": {}, "parent_header": {}, "content": {}, "msg_id": "", "msg_type": "malformed", "buffers": []}


class Listener(NotebookClient):
    """An nbclient that keeps a cell's first error and lets all else go: nobody reads it, and it may be a flood."""

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> None:
        """Note an error, and the end of the cell."""
        content = msg["content"]
        if msg["msg_type"] == "status" and content.get("execution_state") == "idle":
            raise CellExecutionComplete
        if msg["msg_type"] == "error" and not cell.outputs:
            type, message = (str(content.get(key, "")) for key in ("ename", "evalue"))
            cell.outputs.append(CellError(type[:200] or "Error", message[:1000]))

    async def async_start_new_kernel_client(self) -> Any:
        """Connect to a kernel that has started, and wait until it answers; raises RuntimeError where it dies."""
        manager: Any = self.km
        self.kc: Any = manager.client(context=manager.context)
        self.kc.start_channels(stdin=False, hb=False, control=False)
        while not await self._is_ready():
            if not await manager.is_alive():
                raise RuntimeError("the kernel died while it started")
        return self.kc

    async def _is_ready(self) -> bool:
        self.kc.kernel_info()
        try:
            await self.kc.get_shell_msg(timeout=1)
            await self.kc.get_iopub_msg(timeout=0.05)  # it is of no use before this one is connected too
        except Empty:
            return False
        return True

    async def _check_raise_for_error(self, *_: Any) -> None:
        """The reply to a cell says nothing that its outputs do not say."""


class Kernel:
    """One student process. Every method blocks; none is to be called from within an event loop."""

    def __init__(self, scratch: Scratch, setup: str, message: int = MAX_FRAME) -> None:
        """Start a process and run `setup` in it; no message of it may have more than `message` bytes.

        Raises KernelError where that fails.
        """
        self.loop = asyncio.new_event_loop()
        self.notebook: Any = NotebookNode(cells=[], metadata={})  # type: ignore[no-untyped-call]
        self.manager: Any = sandbox.kernel_manager(scratch)
        self.manager.session = Post(parent=self.manager)
        self.manager.context.setsockopt(zmq.MAXMSGSIZE, message)
        self.manager.context.setsockopt(zmq.RCVHWM, WAITING)
        self.manager.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT)
        self.listener = Listener(
            self.notebook, km=self.manager, allow_errors=True, timeout=None, shutdown_kernel="immediate"
        )
        self.message = message
        self.listener.log.setLevel(logging.CRITICAL)
        self.channel: Channel | None = None
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
        if self.channel is None:
            raise KernelDied
        return self.channel.ask(request, buffer, seconds)

    def stop(self) -> None:
        """End the process, whatever it is doing, and every process in its group."""
        if self.loop.is_closed():
            return
        if self.channel is not None:
            self.channel.close()
        sandbox.kill_group(self.pid)
        if self.listener.kc is not None:
            self.listener.kc.stop_channels()
            self.listener.kc = None
        try:
            if self.listener.km is not None:
                self._wait(self.listener._async_cleanup_kernel())
        finally:
            self._wait(self._cancel())
            self.loop.close()

    @property
    def _client(self) -> Any:
        return self.listener.kc

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
        environment = sandbox.environment(scratch) | {sandbox.ADDRESS: str(scratch.questions)}
        await self.listener.async_start_new_kernel(
            cwd=str(scratch.work), env=environment, stdout=DEVNULL, stderr=DEVNULL
        )
        self.pid = self.manager.provisioner.pid
        await asyncio.wait_for(self.listener.async_start_new_kernel_client(), STARTUP)
        error = await self._execute(setup, STARTUP)
        if error is not None:
            raise RuntimeError(f"{error.type}: {error.message}")
        self.channel = Channel(scratch.questions, self.manager.provisioner.process, self.message)
        self.channel.ask({}, b"", STARTUP)  # answered by whoever accepted, so before any code of the student's

    async def _execute(self, source: str, seconds: float) -> CellError | None:
        cell: Any = NotebookNode(  # type: ignore[no-untyped-call]
            cell_type="code", source=source, metadata={}, outputs=[]
        )
        self.notebook.cells[:] = [cell]
        task = asyncio.ensure_future(self.listener.async_execute_cell(cell, 0))
        if not await self._finished(task, seconds):
            await self._interrupt()
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
        return cell.outputs[0] if cell.outputs else None

    @staticmethod
    async def _finished(task: "asyncio.Future[Any]", seconds: float) -> bool:
        done, _ = await asyncio.wait({task}, timeout=seconds)
        return bool(done)

    async def _interrupt(self) -> None:
        await self.manager.interrupt_kernel()
        self._client.kernel_info()  # wakes an event loop that waits: a signal alone does not

    async def _alive(self) -> bool:
        return bool(await self.manager.is_alive())

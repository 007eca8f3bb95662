"""A live kernel: it runs cells through nbclient, and answers questions through a comm."""

import asyncio
import logging
import time
import uuid
from collections.abc import Coroutine
from dataclasses import dataclass
from queue import Empty
from subprocess import DEVNULL
from typing import Any, TypeVar

from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete  # type: ignore[attr-defined]
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder import sandbox
from autograder.errors import KernelError
from autograder.sandbox import Scratch
from autograder.wire import TARGET

T = TypeVar("T")
GRACE = 3.0
POLL = 0.2
STARTUP = 120
MAX_JSON = 8 << 20


class KernelDied(Exception):
    """The student's process is gone."""


class KernelTimeout(Exception):
    """The student's process did not answer in time; it was interrupted."""


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

    async def _check_raise_for_error(self, *_: Any) -> None:
        """The reply to a cell says nothing that its outputs do not say."""


class Kernel:
    """One student process. Every method blocks; none is to be called from within an event loop."""

    def __init__(self, scratch: Scratch, setup: str) -> None:
        """Start a process and run `setup` in it; raises KernelError where that fails."""
        self.loop = asyncio.new_event_loop()
        self.notebook: Any = NotebookNode(cells=[], metadata={})  # type: ignore[no-untyped-call]
        self.manager: Any = sandbox.kernel_manager(scratch)
        self.manager.session = Post(parent=self.manager)
        self.listener = Listener(self.notebook, km=self.manager, allow_errors=True, timeout=None)
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
        environment = sandbox.environment(scratch)
        await self.listener.async_start_new_kernel(
            cwd=str(scratch.work), env=environment, stdout=DEVNULL, stderr=DEVNULL
        )
        self.pid = self.manager.provisioner.pid
        await self.listener.async_start_new_kernel_client()
        error = await self._execute(setup, STARTUP)
        if error is not None:
            raise RuntimeError(f"{error.type}: {error.message}")
        await self._converse("comm_open", {"target_name": TARGET, "data": {}}, b"", STARTUP)

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

    async def _ask(self, request: dict[str, Any], buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        reply = await self._converse("comm_msg", {"data": request}, buffer, seconds)
        if reply is None:
            return None, b""
        return reply["content"].get("data"), b"".join(bytes(part) for part in reply.get("buffers", ())[:1])

    async def _converse(self, kind: str, content: dict[str, Any], buffer: bytes, seconds: float) -> Any:
        """Send a comm message; returns the first reply on our comm once the kernel is idle again."""
        client = self._client
        message = client.session.msg(kind, {"comm_id": self.comm, **content})
        message["buffers"] = [buffer]
        client.shell_channel.send(message)
        try:
            return await self._reply(message["header"]["msg_id"], time.monotonic() + seconds)
        except KernelTimeout:
            await self._interrupt()
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
                message = await self._client.get_iopub_msg(timeout=min(left, POLL))
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

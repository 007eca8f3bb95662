"""Runs cells through nbclient; of the kernel's messages, only a cell's error is kept."""

from dataclasses import dataclass
from queue import Empty
from typing import Any

from jupyter_client.session import Session
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete  # type: ignore[attr-defined]

from autograder.kernel.connection import MAX_JSON


@dataclass(frozen=True)
class CellError:
    """The exception that a cell raised: the name of its type, and its message."""

    type: str
    message: str


class MessageReader(Session):
    """Reads the messages of the student's process; a malformed message is replaced by an empty one.

    Once more than `bytes_left` bytes have arrived, `flooded` is set and `on_flood` is called, once.
    """

    bytes_left = float("inf")
    flooded = False

    def on_flood(self) -> None:
        """Stop a process that sends too many bytes; the kernel replaces this method by its own."""

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:
        """Split a message into its address and its parts; return both empty if it has no address."""
        try:
            return super().feed_identities(msg_list, copy)
        except ValueError:
            return [], []

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Decode a message; content longer than MAX_JSON bytes is replaced by a note of its length."""
        self.bytes_left -= sum(len(part) for part in msg_list)
        if self.bytes_left < 0 and not self.flooded:
            self.flooded = True
            self.on_flood()
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


class CellRunner(NotebookClient):
    """An nbclient that keeps a cell's first error and drops all other output."""

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> None:
        """Keep the first error of a cell; raise CellExecutionComplete when the kernel is idle again."""
        content = msg["content"]
        if msg["msg_type"] == "status" and content.get("execution_state") == "idle":
            raise CellExecutionComplete
        if msg["msg_type"] == "error" and not cell.outputs:
            type, message = (str(content.get(key, "")) for key in ("ename", "evalue"))
            cell.outputs.append(CellError(type[:200] or "Error", message[:1000]))

    async def async_start_new_kernel_client(self) -> Any:
        """Connect to a kernel and wait until it answers; raise RuntimeError if it dies first."""
        manager: Any = self.km
        # with a session of its own, the client would count apart from what we watch
        self.kc: Any = manager.client(context=manager.context, session=manager.session)
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

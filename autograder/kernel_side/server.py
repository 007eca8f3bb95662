"""The kernel's end of the socket through which the grader asks the probe, beside the student's code.

Requests come over a Unix socket, one at a time, and are answered on the kernel's main thread, from its event loop.
"""

import asyncio
import json
import signal
import socket
from typing import Any

from autograder.kernel_side.error_report import error_description
from autograder.kernel_side.probe import Probe
from autograder.kernel_side.wire import HEADER, MAX_FRAME, WireError, frame

CHUNK = 1 << 20


class Server:
    """Answers the requests that come over one connection; no reply is longer than `max_reply` bytes."""

    def __init__(self, probe: Probe, connection: socket.socket, max_reply: int) -> None:
        self.probe = probe
        self.connection = connection
        self.max_reply = max_reply

    def answer_next(self) -> bool:
        """Answer the next request, and return True, or False where the other side has closed the connection."""
        try:
            number, length, size = HEADER.unpack(self._receive(HEADER.size))
            text, buffer = self._receive(length), self._receive(size)
            self.connection.sendall(self._reply(number, text, buffer))
        except (EOFError, OSError):
            return False
        return True

    def _reply(self, number: int, text: bytes, buffer: bytes) -> bytes:
        try:
            reply = frame(number, *self._answer(json.loads(text), buffer))
            if len(reply) > self.max_reply:
                raise WireError(f"{len(reply)} bytes, {self.max_reply} at most")
            return reply
        except (Exception, KeyboardInterrupt) as error:  # what was answered is too long or too deep, or never came
            return frame(number, {"ok": False, "error": error_description(error)}, b"")

    def _answer(self, request: Any, buffer: bytes) -> tuple[dict[str, Any], bytes]:
        """Let SIGINT interrupt the probe only while it answers: between requests it would end the kernel."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            try:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                return self.probe.answer(request, buffer)
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
        finally:  # also where the interrupt came just before that
            signal.signal(signal.SIGINT, before)

    def _receive(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            chunk = self.connection.recv(min(count - len(data), CHUNK))
            if not chunk:
                raise EOFError
            data += chunk
        return bytes(data)


def listen(probe: Probe, address: str, max_reply: int = MAX_FRAME) -> None:
    """Open a Unix socket at `address` and let a probe answer the first client, from the running event loop.

    Only one client is accepted. Raises OSError where the socket cannot be made.
    """
    loop = asyncio.get_running_loop()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(1)

    def accept() -> None:
        server = Server(probe, listener.accept()[0], max_reply)
        loop.remove_reader(listener)
        listener.close()
        loop.add_reader(server.connection, serve, server)

    def serve(server: Server) -> None:
        if not server.answer_next():
            loop.remove_reader(server.connection)
            server.connection.close()

    loop.add_reader(listener, accept)

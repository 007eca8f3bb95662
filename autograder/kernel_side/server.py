"""The kernel's end of the connection that questions come through, beside the student's code.

Requests come over a Unix socket, one at a time, and are answered on the kernel's main thread, from its event loop.
"""

import asyncio
import json
import signal
import socket
from typing import Any

from autograder.kernel_side.probe import Worker, described
from autograder.kernel_side.wire import HEADER, MAX_FRAME, WireError, frame

PIECE = 1 << 20


class Desk:
    """Takes requests from a connection, and sends back what the worker answers, in `message` bytes at most."""

    def __init__(self, worker: Worker, connection: socket.socket, message: int) -> None:
        self.worker = worker
        self.connection = connection
        self.message = message

    def serve(self) -> bool:
        """Answer the next request; False where the other side has hung up."""
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
            if len(reply) > self.message:
                raise WireError(f"{len(reply)} bytes, {self.message} at most")
            return reply
        except (Exception, KeyboardInterrupt) as error:  # what was answered is too long or too deep, or never came
            return frame(number, {"ok": False, "error": described(error)}, b"")

    def _answer(self, request: Any, buffer: bytes) -> tuple[dict[str, Any], bytes]:
        """Let an interrupt reach the answering, and nothing else: between questions it would end the kernel."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            try:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                return self.worker.answer(request, buffer)
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
        finally:  # also where the interrupt came just before that
            signal.signal(signal.SIGINT, before)

    def _receive(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = self.connection.recv(min(count - len(data), PIECE))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)


def answer(worker: Worker, address: str, message: int = MAX_FRAME) -> None:
    """Let a worker answer whoever connects first to a new Unix socket, from the event loop that runs now."""
    loop = asyncio.get_running_loop()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(1)

    def accept() -> None:
        desk = Desk(worker, listener.accept()[0], message)
        loop.remove_reader(listener)
        listener.close()
        loop.add_reader(desk.connection, serve, desk)

    def serve(desk: Desk) -> None:
        if not desk.serve():
            loop.remove_reader(desk.connection)
            desk.connection.close()

    loop.add_reader(listener, accept)

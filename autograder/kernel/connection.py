"""The grader's end of the connection that questions go through: frames on a Unix socket, each with its deadline."""

import json
import os
import select
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.kernel_side.wire import HEADER, MAX_FRAME, frame
from autograder.results.verdict import Verdict

GRACE = 3.0
SETTLE = 0.05
MAX_JSON = 8 << 20
PIECE = 1 << 20


class KernelDied(Exception):
    """The student's process is gone; `cause` is the verdict on that."""

    def __init__(self, cause: Verdict = Verdict.KILLED) -> None:
        super().__init__(cause)
        self.cause = cause


class KernelTimeout(Exception):
    """The student's process did not answer in time; it was interrupted."""


class Channel:
    """A connection to the worker of one kernel; `process` is the kernel's, with the face of a Popen.

    What comes back was written by a stranger: no frame is longer than `message` bytes, none is waited for beyond the
    question's time, and one that answers another question is dropped.
    """

    def __init__(self, address: Path, process: Any, message: int = MAX_FRAME) -> None:
        """Connect; raises OSError where nobody listens."""
        self.process = process
        self.message = message
        self.number = 0
        self.pending = bytearray()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.settimeout(GRACE)
            self.socket.connect(str(address))
            self.socket.setblocking(False)
            self.life = lifeline(process)
        except BaseException:
            self.socket.close()
            raise

    def ask(self, request: Any, buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request, and return the JSON and the bytes of its reply: unread, and None where it is no JSON.

        Raises KernelTimeout where no reply came in time but the process answers again, and KernelDied.
        """
        self.number += 1
        end = time.monotonic() + seconds
        self._send(frame(self.number, request, buffer), end)
        try:
            text, tensors = self._reply(end)
        except TimeoutError:
            self._interrupt()
            raise KernelTimeout from None
        return read(text), tensors

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
        if isinstance(self.life, int):
            os.close(self.life)
        self.life = None

    def _send(self, data: bytes, end: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.socket.send(rest) :]
            except BlockingIOError:
                try:
                    self._wait(select.POLLOUT, end)
                except TimeoutError:  # half a request is on its way, and nothing can follow it
                    raise self._dead() from None
            except OSError:
                raise self._dead() from None

    def _reply(self, end: float) -> tuple[bytes, bytes]:
        """The reply to the latest request, after dropping what answers none; raises TimeoutError, KernelDied."""
        while True:
            self._fill(HEADER.size, end)
            number, length, size = HEADER.unpack_from(self.pending)
            if HEADER.size + length + size > self.message:  # where the next frame starts is not to be known
                raise self._dead(Verdict.OUTPUT_FLOOD)
            self._fill(HEADER.size + length + size, end)
            body, self.pending = memoryview(self.pending)[HEADER.size :], bytearray()
            if number == self.number:
                return bytes(body[:length]), bytes(body[length:])

    def _fill(self, count: int, end: float) -> None:
        """Read until `count` bytes are pending, and no further; what came stays pending where time runs out."""
        while (missing := count - len(self.pending)) > 0:
            if time.monotonic() >= end:  # also while there is always something to read
                raise TimeoutError
            try:
                piece = self.socket.recv(min(missing, PIECE))
            except BlockingIOError:
                self._wait(select.POLLIN, end)
                continue
            except OSError:
                raise self._dead() from None
            if not piece:
                raise self._dead()
            self.pending += piece

    def _wait(self, event: int, end: float) -> None:
        """Wait until the socket is ready; raises TimeoutError, and KernelDied as soon as the process has ended."""
        poll = select.poll()
        poll.register(self.socket, event)
        if self.life is not None:
            try:
                poll.register(self.life, select.POLLIN)
            except ValueError:  # closed, for the process has ended and somebody has seen that
                raise self._dead() from None
        ready = [number for number, _ in poll.poll(max(end - time.monotonic(), 0) * 1000)]
        if not ready:
            raise TimeoutError
        if self.socket.fileno() not in ready:
            raise self._dead()

    def _interrupt(self) -> None:
        """Stop what the process is doing; raises KernelDied where it does not come to an end."""
        self.process.send_signal(signal.SIGINT)
        try:
            self._reply(time.monotonic() + GRACE)
        except TimeoutError:
            raise self._dead(Verdict.TIMED_OUT) from None
        time.sleep(SETTLE)  # a signal that crossed the reply must not hit the next question

    def _dead(self, cause: Verdict = Verdict.KILLED) -> KernelDied:
        """End the process, with which there is no talking any more."""
        self.socket.close()
        with suppress(OSError):
            self.process.kill()
        return KernelDied(cause)


def read(text: bytes) -> Any:
    """The value of a JSON text; None where it is none, or a long one."""
    try:
        return json.loads(text.decode()) if len(text) <= MAX_JSON else None
    except (ValueError, RecursionError):
        return None


def lifeline(process: Any) -> socket.socket | int | None:
    """What becomes readable when a process ends: a forked kernel's own connection, or a new descriptor.

    None where the system has no such thing.
    """
    if isinstance(connection := getattr(process, "connection", None), socket.socket):
        return connection
    try:
        return os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        return None

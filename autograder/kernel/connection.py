"""The grader's end of the Unix socket on which a kernel answers requests; each request has a deadline."""

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

GRACE_SECONDS = 3.0
SETTLING_SECONDS = 0.05
MAX_JSON = 8 << 20
CHUNK = 1 << 20


class KernelDied(Exception):
    """The student's process has ended; `cause` is the resulting verdict."""

    def __init__(self, cause: Verdict = Verdict.KILLED) -> None:
        super().__init__(cause)
        self.cause = cause


class KernelTimeout(Exception):
    """The student's process did not answer in time; it was interrupted and is still running."""


class Connection:
    """A connection to the probe in one kernel; `process` has the methods of subprocess.Popen.

    Replies are not trusted: a reply may have at most `max_reply` bytes, must come before its request's deadline, and is
    dropped if it answers another request.
    """

    def __init__(self, address: Path, process: Any, max_reply: int = MAX_FRAME) -> None:
        """Connect to a Unix socket; raise OSError if nobody listens."""
        self.process = process
        self.max_reply = max_reply
        self.number = 0
        self.pending = bytearray()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.settimeout(GRACE_SECONDS)
            self.socket.connect(str(address))
            self.socket.setblocking(False)
            self.exit_handle = exit_notification(process)
        except BaseException:
            self.socket.close()
            raise

    def ask(self, request: Any, buffer: bytes, seconds: float) -> tuple[Any, bytes]:
        """Send a request and return the JSON and the tensor bytes of its reply, unchecked; None for invalid JSON.

        Raises KernelTimeout if no reply came within `seconds` and the process could be interrupted, KernelDied if it
        ended.
        """
        self.number += 1
        end = time.monotonic() + seconds
        self._send(frame(self.number, request, buffer), end)
        try:
            text, tensors = self._reply(end)
        except TimeoutError:
            self._interrupt()
            raise KernelTimeout from None
        return decode_json(text), tensors

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()
        if isinstance(self.exit_handle, int):
            os.close(self.exit_handle)
        self.exit_handle = None

    def _send(self, data: bytes, end: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.socket.send(rest) :]
            except BlockingIOError:
                try:
                    self._wait(select.POLLOUT, end)
                except TimeoutError:  # half a request is on its way, and nothing can follow it
                    raise self._kill() from None
            except OSError:
                raise self._kill() from None

    def _reply(self, end: float) -> tuple[bytes, bytes]:
        """The reply to the latest request, after dropping what answers none; raises TimeoutError, KernelDied."""
        while True:
            self._fill(HEADER.size, end)
            number, length, size = HEADER.unpack_from(self.pending)
            if HEADER.size + length + size > self.max_reply:  # where the next frame starts is not to be known
                raise self._kill(Verdict.OUTPUT_FLOOD)
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
                chunk = self.socket.recv(min(missing, CHUNK))
            except BlockingIOError:
                self._wait(select.POLLIN, end)
                continue
            except OSError:
                raise self._kill() from None
            if not chunk:
                raise self._kill()
            self.pending += chunk

    def _wait(self, event: int, end: float) -> None:
        """Wait until the socket is ready; raises TimeoutError, and KernelDied as soon as the process has ended."""
        poll = select.poll()
        poll.register(self.socket, event)
        if self.exit_handle is not None:
            try:
                poll.register(self.exit_handle, select.POLLIN)
            except ValueError:  # closed, for the process has ended and somebody has seen that
                raise self._kill() from None
        ready = [number for number, _ in poll.poll(max(end - time.monotonic(), 0) * 1000)]
        if not ready:
            raise TimeoutError
        if self.socket.fileno() not in ready:
            raise self._kill()

    def _interrupt(self) -> None:
        """Stop what the process is doing; raises KernelDied where it does not come to an end."""
        self.process.send_signal(signal.SIGINT)
        try:
            self._reply(time.monotonic() + GRACE_SECONDS)
        except TimeoutError:
            raise self._kill(Verdict.TIMED_OUT) from None
        time.sleep(SETTLING_SECONDS)  # a signal that crossed the reply must not hit the next question

    def _kill(self, cause: Verdict = Verdict.KILLED) -> KernelDied:
        """Kill the process, which can no longer be asked, and return the exception to raise."""
        self.socket.close()
        with suppress(OSError):
            self.process.kill()
        return KernelDied(cause)


def decode_json(text: bytes) -> Any:
    """Return the value of JSON text, or None if it is invalid or longer than MAX_JSON bytes."""
    try:
        return json.loads(text.decode()) if len(text) <= MAX_JSON else None
    except (ValueError, RecursionError):
        return None


def exit_notification(process: Any) -> socket.socket | int | None:
    """Return a handle that becomes readable when a process ends, or None if the system has no pidfds.

    It is the connection of a forked kernel, or else a new pidfd (pidfd_open(2)), which the caller must close.
    """
    if isinstance(connection := getattr(process, "connection", None), socket.socket):
        return connection
    try:
        return os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        return None

"""Watches one kernel from outside its sandbox: builds that, passes signals on, says how it ended, clears up.

It takes orders from whoever holds the other end of its connection, and ends the kernel when that end goes.
"""

import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from autograder.confinement import privileges
from autograder.confinement.bubblewrap import Box
from autograder.confinement.cgroup import Group
from autograder.confinement.privileges import Terms

MAX_REQUEST = 1 << 20
STRANGERS = 0x70000000  # user numbers that no system gives to anybody
INODES = 50_000
PATIENCE = 3.0

Become = Callable[[dict[str, Any], Callable[[], None]], NoReturn]


class Monitor:
    """One kernel's sandbox, and the kernel in it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.box: Box | None = None
        self.group: Group | None = None
        self.kernel = 0
        self.terms = Terms()

    def run(self, become: Become) -> NoReturn:
        """Start the kernel that is asked for, watch it to its end, and end this process.

        `become` turns a process into the kernel; what it is given is to be called first.
        """
        try:
            request = json.loads(self.connection.recv(MAX_REQUEST))
            self.terms = Terms(**request["terms"])
            self._start(request, become)
            self._tell({"pid": self.kernel})
            self._watch()
            report = self._end()
        except Exception as error:
            report = {"error": f"{type(error).__name__}: {error}"}
        try:
            self._clear()
            self._tell(report)  # whoever reads it may count on there being nothing left
        finally:
            os._exit(0)

    def _start(self, request: dict[str, Any], become: Become) -> None:
        user = stranger() if self.terms.stranger else None
        self.group = Group(self.terms.groups)
        if user is not None:
            for folder in map(Path, self.terms.owned):
                for path in (folder, *folder.iterdir()):
                    os.chown(path, user, user, follow_symlinks=False)
        if self.terms.box:
            self.box = Box(self.terms.box)
            privileges.join(self.box.pidfd)
            for home in self.terms.homes:
                if user is not None:
                    os.chown(home, user, user)
            for mounted in self.terms.tmpfs:
                privileges.limit_inodes(mounted, INODES)
        else:
            privileges.adopt_orphans()
        self.kernel = os.fork()
        if self.kernel == 0:
            become(request, lambda: self._submit(user))

    def _submit(self, user: int | None) -> None:
        try:
            if self.group is not None:
                self.group.enter()
            privileges.submit(self.terms, user)
        except BaseException as error:
            self._tell({"error": f"{type(error).__name__}: {error}"})
            raise
        os.closerange(3, 1 << 16)

    def _watch(self) -> None:
        """Carry orders out until the kernel ends, or is to end, or its client or the grader goes."""
        end = os.pidfd_open(self.kernel)
        while True:
            ready, _, _ = select.select([end, self.connection.fileno(), 0], [], [])
            message = self.connection.recv(MAX_REQUEST) if ready == [self.connection.fileno()] else b""
            order = json.loads(message) if message else {"signal": signal.SIGKILL}
            if order.get("signal") == signal.SIGKILL:
                return
            if "seal" in order:
                if self.terms.sealed:
                    privileges.seal(self.terms.sealed)
                self._tell({"sealed": True})
            else:
                self._signal(order["signal"])

    def _end(self) -> dict[str, Any]:
        """End the kernel with everything that it started, and say how that came about."""
        if self.box is not None:
            self.box.end()
        self._signal(signal.SIGKILL)
        _, status = os.waitpid(self.kernel, 0)
        code = os.waitstatus_to_exitcode(status)
        return {
            "exit": code,
            "out_of_memory": code == -signal.SIGKILL and bool(self.group and self.group.killed()),
        }

    def _signal(self, number: int) -> None:
        """Signal the kernel's group, or the kernel alone, which may not have come to lead one yet."""
        for send in (os.killpg, os.kill):
            with suppress(OSError):
                send(self.kernel, number)
                return

    def _clear(self) -> None:
        with suppress(Exception):
            if self.box is not None:
                self.box.close()
        with suppress(Exception):
            if self.box is None:
                _end_children()
        with suppress(Exception):
            if self.group is not None:
                self.group.remove()

    def _tell(self, message: dict[str, Any]) -> None:
        with suppress(OSError):  # the client may be gone
            self.connection.send(json.dumps(message).encode())


def stranger() -> int | None:
    """A user that nobody else is, for root to become; None where this is not root, or has no such users to give."""
    user = STRANGERS + os.getpid()
    return user if is_mapped(user) and os.geteuid() == 0 else None


def is_mapped(user: int) -> bool:
    """Whether a user number is one of those that this user namespace has."""
    ranges = (map(int, line.split()) for line in Path("/proc/self/uid_map").read_text().splitlines())
    return any(first <= user < first + count for first, _, count in ranges)


def _end_children() -> None:
    """End every process that was left to this one, and those that they leave in turn."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for child in _children():
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _children() -> list[int]:
    own, found = str(os.getpid()), []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[1] == own:
                found.append(int(folder.name))
    return found

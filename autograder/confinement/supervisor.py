"""The process that supervises one kernel from outside its sandbox.

It builds the sandbox, starts the kernel, passes signals on, reports how the kernel ended and removes what is left. It
takes orders over its connection, and ends the kernel when the other end closes.
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
from autograder.confinement.bubblewrap import Namespaces
from autograder.confinement.cgroup import ControlGroups
from autograder.confinement.privileges import Confinement

MAX_REQUEST = 1 << 20
FIRST_UNUSED_USER = 0x70000000  # user numbers that no system gives to anybody
INODES = 50_000
EXIT_SECONDS = 3.0

BecomeKernel = Callable[[dict[str, Any], Callable[[], None]], NoReturn]


class Supervisor:
    """Starts one kernel in its sandbox and watches it to its end, for the client at the other end of `connection`."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.namespaces: Namespaces | None = None
        self.control_groups: ControlGroups | None = None
        self.kernel = 0
        self.confinement = Confinement()

    def run(self, become: BecomeKernel) -> NoReturn:
        """Start the kernel that the client asks for, watch it to its end, report that, and end this process.

        `become` turns a process into the kernel; it must first call the function that it is given, which confines it.
        """
        try:
            request = json.loads(self.connection.recv(MAX_REQUEST))
            self.confinement = Confinement(**request["confinement"])
            self._start(request, become)
            self._send({"pid": self.kernel})
            self._watch()
            report = self._end()
        except Exception as error:
            report = {"error": f"{type(error).__name__}: {error}"}
        try:
            self._clean_up()
            self._send(report)  # whoever reads it may count on there being nothing left
        finally:
            os._exit(0)

    def _start(self, request: dict[str, Any], become: BecomeKernel) -> None:
        user = unused_user() if self.confinement.own_user else None
        self.control_groups = ControlGroups(self.confinement.cgroups)
        if user is not None:
            for folder in map(Path, self.confinement.own_folders):
                for path in (folder, *folder.iterdir()):
                    os.chown(path, user, user, follow_symlinks=False)
        if self.confinement.namespaces:
            self.namespaces = Namespaces(self.confinement.namespaces)
            privileges.join_namespaces(self.namespaces.pidfd)
            for home in self.confinement.home_folders:
                if user is not None:
                    os.chown(home, user, user)
            for mounted in self.confinement.tmpfs:
                privileges.limit_inodes(mounted, INODES)
        else:
            privileges.become_subreaper()
        self.kernel = os.fork()
        if self.kernel == 0:
            become(request, lambda: self._confine(user))

    def _confine(self, user: int | None) -> None:
        try:
            if self.control_groups is not None:
                self.control_groups.enter()
            privileges.apply_confinement(self.confinement, user)
        except BaseException as error:
            self._send({"error": f"{type(error).__name__}: {error}"})
            raise
        os.closerange(3, 1 << 16)

    def _watch(self) -> None:
        """Carry out the client's orders until the kernel ends or is to end, or the client or the grader goes away."""
        end = os.pidfd_open(self.kernel)
        while True:
            ready, _, _ = select.select([end, self.connection.fileno(), 0], [], [])
            message = self.connection.recv(MAX_REQUEST) if ready == [self.connection.fileno()] else b""
            order = json.loads(message) if message else {"signal": signal.SIGKILL}
            if order.get("signal") == signal.SIGKILL:
                return
            if "seal" in order:
                if self.confinement.sealed_folder:
                    privileges.make_read_only(self.confinement.sealed_folder)
                self._send({"sealed": True})
            else:
                self._signal(order["signal"])

    def _end(self) -> dict[str, Any]:
        """End the kernel with everything that it started, and return its exit code and whether memory ran out."""
        if self.namespaces is not None:
            self.namespaces.end()
        self._signal(signal.SIGKILL)
        _, status = os.waitpid(self.kernel, 0)
        code = os.waitstatus_to_exitcode(status)
        return {
            "exit": code,
            "out_of_memory": code == -signal.SIGKILL and bool(self.control_groups and self.control_groups.oom_kills()),
        }

    def _signal(self, number: int) -> None:
        """Signal the kernel's group, or the kernel alone, which may not have come to lead one yet."""
        for send in (os.killpg, os.kill):
            with suppress(OSError):
                send(self.kernel, number)
                return

    def _clean_up(self) -> None:
        with suppress(Exception):
            if self.namespaces is not None:
                self.namespaces.close()
        with suppress(Exception):
            if self.namespaces is None:
                _end_children()
        with suppress(Exception):
            if self.control_groups is not None:
                self.control_groups.remove()

    def _send(self, message: dict[str, Any]) -> None:
        with suppress(OSError):  # the client may be gone
            self.connection.send(json.dumps(message).encode())


def unused_user() -> int | None:
    """Return the number of a user that nobody else is; None where this process is not root or may not become one."""
    user = FIRST_UNUSED_USER + os.getpid()
    return user if is_mapped(user) and os.geteuid() == 0 else None


def is_mapped(user: int) -> bool:
    """Whether this process's user namespace has a user of some number (user_namespaces(7))."""
    ranges = (map(int, line.split()) for line in Path("/proc/self/uid_map").read_text().splitlines())
    return any(first <= user < first + count for first, _, count in ranges)


def _end_children() -> None:
    """Kill this process's children, and the children that those leave to it, until there are none or time runs out."""
    end = time.monotonic() + EXIT_SECONDS
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
    own, children = str(os.getpid()), []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if (folder / "stat").read_text().rpartition(")")[2].split()[1] == own:
                children.append(int(folder.name))
    return children

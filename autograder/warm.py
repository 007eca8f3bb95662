"""Kernels forked from a warm process, through a provisioner of jupyter_client; cold ones where there is none."""

import asyncio
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from autograder.shipping import ship

MAX_MESSAGE = 1 << 16
STARTUP = 60.0


@contextmanager
def zygote() -> Iterator[str | None]:
    """Keep a zygote for the length of a block, and give its address; None where this system has no such thing."""
    if not sys.platform.startswith("linux"):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="agz"))
    process = _start(folder)
    try:
        ready = process.stdout is not None and process.stdout.readline() == b"ready\n"
        yield str(folder / "z") if ready else None
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()  # for the monitors, the end of their standard input is the end of the block
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    homes = {"HOME": str(folder), "MPLCONFIGDIR": str(folder), "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
    return subprocess.Popen(
        command("serve(sys.argv[1])", str(folder / "z")),
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"} | quiet | homes,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def command(call: str, *arguments: str) -> list[str]:
    """The command that calls a function of the zygote's in a new process."""
    text = f"{ship(('confine', 'zygote'))}\nimport sys\nsys.modules['autograder.zygote'].{call}"
    return [sys.executable, "-s", "-P", "-c", text, *arguments]


class ForkedKernel:
    """A kernel that a zygote forked, with the face of a Popen."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: dict[str, Any]) -> None:
        """Ask for a kernel; raises OSError where the zygote does not answer."""
        self.returncode: int | None = None
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self.connection.settimeout(STARTUP)
            self.connection.connect(address)
            self.connection.send(json.dumps(request).encode())
            self.pid: int = self._receive()["pid"]
        except (OSError, ValueError, KeyError) as error:
            self.connection.close()
            raise OSError(f"the zygote does not answer: {error}") from None
        self.connection.setblocking(False)

    def poll(self) -> int | None:
        """The exit code, or None while the kernel lives."""
        while self.returncode is None:
            try:
                self.returncode = self._receive().get("exit", -9)
            except BlockingIOError:
                break
            except (OSError, ValueError):
                self.returncode = -9  # the monitor is gone, and takes its kernel with it
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end; raises subprocess.TimeoutExpired where it does not come in time."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            left = None if end is None else max(end - time.monotonic(), 0)
            if not select.select([self.connection], [], [], left)[0]:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, unless it has ended."""
        if self.poll() is None:
            with suppress(OSError):
                self.connection.send(json.dumps({"signal": int(number)}).encode())

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)

    def _receive(self) -> dict[str, Any]:
        message = self.connection.recv(MAX_MESSAGE)
        answer = json.loads(message) if message else {"exit": -9}
        return answer if isinstance(answer, dict) else {}


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel by asking a zygote for a fork of itself."""

    address: str = ""
    process: Any = None
    pid: int | None = None
    pgid: int | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` describes; what it is to run is this interpreter's ipykernel."""
        request = {"argv": cmd[cmd.index("-f") :], "env": kwargs["env"], "cwd": kwargs["cwd"]}
        try:  # it blocks, but for milliseconds, and nothing else happens in this event loop
            self.process = ForkedKernel(self.address, request)
        except OSError:  # without a zygote a kernel starts cold, which costs time and nothing else
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if isinstance(self.process, ForkedKernel):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait until it has ended."""
        if self.process is not None:
            self.process.kill()
            await self.wait()

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        process = self.process
        if not isinstance(process, ForkedKernel):
            return await super().wait()
        while process.poll() is None:
            await asyncio.sleep(0.005)
        self.process = None
        process.connection.close()
        return process.returncode


class ForkManager(AsyncKernelManager):
    """A kernel manager whose kernels come from the zygote at `address`."""

    def __init__(self, address: str, **settings: Any) -> None:
        """Make a manager; `settings` are those of AsyncKernelManager."""
        super().__init__(**settings)
        self.address = address

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = ForkProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.address = self.address
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel

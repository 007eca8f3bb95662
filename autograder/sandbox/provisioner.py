"""Kernels that a zygote forks, for jupyter_client: a provisioner, a manager, and the client of the zygote."""

import asyncio
import json
import os
import select
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from autograder.confinement.privileges import Confinement
from autograder.confinement.supervisor import MAX_REQUEST
from autograder.sandbox.shipping import ship

SHIPPED = (
    "confinement.libc",
    "confinement.needed_paths",
    "confinement.landlock",
    "confinement.seccomp",
    "confinement.privileges",
    "confinement.cgroup",
    "confinement.bubblewrap",
    "confinement.supervisor",
    "confinement.zygote",
)
MAX_MESSAGE = 1 << 16
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
STARTUP_SECONDS = 60.0


def start_zygote(folder: Path, lifeline: int, warm: bool = True) -> "subprocess.Popen[bytes] | None":
    """Start a zygote that listens on the socket `folder / "z"`, and return its process; None where it does not start.

    It ends when the other end of `lifeline`, a pipe, is closed. A cold one has imported nothing: it is up at once.
    """
    single_threaded = dict.fromkeys(THREAD_VARIABLES, "1") | {"PYTHONHASHSEED": "0"}
    without_cuda = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}  # a process that has initialised CUDA has forks that cannot
    homes = dict.fromkeys(("HOME", "MPLCONFIGDIR", "TORCHINDUCTOR_CACHE_DIR"), str(folder))
    common = {"LANG": "C.UTF-8", "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
    (folder / "z").unlink(missing_ok=True)
    process = subprocess.Popen(
        zygote_command(f"serve(sys.argv[1], {warm})", str(folder / "z")),
        env={"PATH": os.environ.get("PATH", "")} | common | single_threaded | without_cuda | homes,
        cwd=folder,
        stdin=lifeline,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    with process.stdout as output:
        if output.readline() == b"ready\n":
            return process
    process.kill()
    process.wait()
    return None


def zygote_command(call: str, *arguments: str) -> list[str]:
    """Return the command line that calls a function of `confinement.zygote` in a new Python process."""
    text = f"{ship(SHIPPED)}\nimport sys\nsys.modules['autograder.confinement.zygote'].{call}"
    return [sys.executable, "-s", "-P", "-c", text, *arguments]


class ForkedKernel:
    """A kernel that a zygote forked, with the methods of subprocess.Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: dict[str, Any]) -> None:
        """Ask for a kernel; raises ConnectionError where no zygote answers, OSError where it has no kernel to give."""
        if not address:
            raise ConnectionError("no zygote")
        self.returncode: int | None = None
        self.report: dict[str, Any] = {}
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MAX_REQUEST)
            self.connection.settimeout(STARTUP_SECONDS)
            self.connection.connect(address)
            self.connection.send(json.dumps(request).encode())
            self.pid: int = self._expect("pid")
        except FileNotFoundError as error:
            self.connection.close()
            raise ConnectionError(str(error)) from None
        except BaseException:
            self.connection.close()
            raise
        self.connection.setblocking(False)

    def seal(self) -> None:
        """Make the folder of its sockets read-only, now that they are there; raises OSError."""
        self.connection.setblocking(True)
        self.connection.settimeout(STARTUP_SECONDS)
        self.connection.send(json.dumps({"seal": True}).encode())
        self._expect("sealed")
        self.connection.setblocking(False)

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        while self.returncode is None:
            try:
                self.report = self._receive()
                self.returncode = self.report.get("exit", -9)
            except BlockingIOError:
                break
            except (OSError, ValueError):
                self.returncode = -9  # the supervisor is gone, and takes its kernel with it
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
        """End the kernel at once, with everything that it started."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(15)

    def _expect(self, key: str) -> Any:
        message = self._receive()
        if key not in message:
            raise OSError(message.get("error", "the supervisor is gone"))
        return message[key]

    def _receive(self) -> dict[str, Any]:
        message = self.connection.recv(MAX_MESSAGE)
        answer = json.loads(message) if message else {"exit": -9}
        return answer if isinstance(answer, dict) else {}


class ForkProvisioner(LocalProvisioner):
    """Starts a kernel by asking a zygote for a fork of itself."""

    manager: "ForkManager"
    process: Any = None
    pid: int | None = None
    pgid: int | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel that `cmd` describes; what it is to run is this interpreter's ipykernel."""
        asked = {"argv": cmd[cmd.index("-f") :], "env": kwargs["env"], "cwd": kwargs["cwd"]}
        request = asked | {"confinement": asdict(self.manager.confinement)}
        try:  # it blocks, but for milliseconds, and nothing else happens in this event loop
            self.process = ForkedKernel(self.manager.address, request)
        except ConnectionError:
            self.process = self._cold(request)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    def _cold(self, request: dict[str, Any]) -> ForkedKernel:
        """A kernel of a zygote that has imported nothing and lives for this kernel alone: that takes longer."""
        reading, self.manager.lifeline = os.pipe()
        try:
            folder = Path(self.manager.connection_file).parent.parent
            zygote = start_zygote(folder, reading, warm=False)
            if zygote is None:
                raise OSError("no Python process can be started")
            try:
                return ForkedKernel(str(folder / "z"), request)
            finally:
                zygote.kill()
                zygote.wait()
        finally:
            os.close(reading)

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if self.process is not None:
            self.process.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait until it has ended."""
        if self.process is not None:
            self.process.kill()
            await self.wait()

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        process = self.process
        if process is None:
            return 0
        while process.poll() is None:
            await asyncio.sleep(0.005)
        self.process = None
        process.connection.close()
        self.manager.release()
        return int(process.returncode)


class ForkManager(AsyncKernelManager):
    """A kernel manager whose kernels come from the zygote at `address` and are confined as `confinement` says."""

    lifeline: int | None = None

    def __init__(self, address: str, confinement: Confinement, **settings: Any) -> None:
        """Make a manager; `settings` are those of AsyncKernelManager."""
        super().__init__(**settings)
        self.address = address
        self.confinement = confinement

    def release(self) -> None:
        """Close the lifeline that keeps a cold kernel's supervisor alive."""
        if self.lifeline is not None:
            os.close(self.lifeline)
            self.lifeline = None

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = ForkProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.manager = self
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel

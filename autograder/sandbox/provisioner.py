"""Starts kernels through a zygote for jupyter_client: a provisioner, a kernel manager, and the zygote's client."""

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
    """Start a zygote that listens on the socket `folder / "z"`; return its process, or None if it does not start.

    A zygote is a process that forks kernels. It ends when the other end of the pipe `lifeline` is closed. If it is not
    `warm`, it has imported no libraries beforehand: it starts at once, but its kernels take longer.
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
    """Return the command line of a new Python process that runs `call`, a call in `confinement.zygote`."""
    text = f"{ship(SHIPPED)}\nimport sys\nsys.modules['autograder.confinement.zygote'].{call}"
    return [sys.executable, "-s", "-P", "-c", text, *arguments]


class ForkedKernel:
    """A kernel that a zygote forked; it has the methods of subprocess.Popen that jupyter_client uses."""

    stdin = stdout = stderr = None

    def __init__(self, address: str, request: dict[str, Any]) -> None:
        """Start a kernel; raise ConnectionError if no zygote answers, OSError if it cannot start the kernel."""
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
        """Make the folder of the kernel's sockets read-only, once they exist; raise OSError if that fails."""
        self.connection.setblocking(True)
        self.connection.settimeout(STARTUP_SECONDS)
        self.connection.send(json.dumps({"seal": True}).encode())
        self._expect("sealed")
        self.connection.setblocking(False)

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel is running."""
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
        """Wait until the kernel ends; raise subprocess.TimeoutExpired after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            seconds_left = None if end is None else max(end - time.monotonic(), 0)
            if not select.select([self.connection], [], [], seconds_left)[0]:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, unless it has ended."""
        if self.poll() is None:
            with suppress(OSError):
                self.connection.send(json.dumps({"signal": int(number)}).encode())

    def kill(self) -> None:
        """Kill the kernel and every process that it started."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Send the kernel SIGTERM."""
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
    """Starts a kernel by asking a zygote to fork itself."""

    manager: "ForkManager"
    process: Any = None
    pid: int | None = None
    pgid: int | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start a kernel with the connection file that `cmd` names; the program is always this Python's ipykernel."""
        program = {"argv": cmd[cmd.index("-f") :], "env": kwargs["env"], "cwd": kwargs["cwd"]}
        request = program | {"confinement": asdict(self.manager.confinement)}
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
        """Kill the kernel and wait until it has ended."""
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
    """A kernel manager whose kernels come from the zygote at `address` and are confined by `confinement`."""

    lifeline: int | None = None

    def __init__(self, address: str, confinement: Confinement, **settings: Any) -> None:
        """Make a manager; `settings` are those of AsyncKernelManager."""
        super().__init__(**settings)
        self.address = address
        self.confinement = confinement

    def release(self) -> None:
        """Close the lifeline that keeps the supervisor of a kernel without a warm zygote alive."""
        if self.lifeline is not None:
            os.close(self.lifeline)
            self.lifeline = None

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = ForkProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.manager = self
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel

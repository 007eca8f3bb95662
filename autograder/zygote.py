"""A process that has imported torch and Jupyter once, and forks a kernel of itself for each submission.

It holds no secret, runs no student code, touches no GPU, and keeps to one thread: a fork copies only the thread that
forks. A cold kernel is the same process without the fork.

A client connects to its socket and sends one JSON request: `argv` for ipykernel, `env`, `cwd`. The same connection
then carries `{"pid"}`, signals to send (`{"signal"}`), and `{"exit"}`. A client that goes away takes its kernel along.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from autograder.confine import confine

PRELOADED = (
    "comm",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "safetensors.torch",
    "torch._dynamo",  # the first optimizer needs it, and it takes as long as torch itself
    "torch.optim",
    "tqdm.auto",
)
MAX_REQUEST = 1 << 20
FAILED = 70  # EX_SOFTWARE of sysexits.h


def preload() -> None:
    """Import what kernels need; every fork then shares it."""
    for name in PRELOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a collection would write to every page that the forks share


def serve(address: str) -> NoReturn:
    """Fork a kernel for each connection, until standard input is closed: then the grader is gone."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    preload()
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        sys.exit(f"the zygote has {threads} threads")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the monitors
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listener.listen(64)
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([listener.fileno(), 0], [], [])
        if 0 in ready:
            os._exit(0)
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            monitor(connection)
        connection.close()


def monitor(connection: socket.socket) -> NoReturn:
    """Fork the kernel, pass signals on to it, and say how it ended; kill it and its group when the client goes."""
    try:
        os.close(1)  # whoever reads what the zygote says must see its end
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        request = json.loads(connection.recv(MAX_REQUEST))
        kernel = os.fork()
        if kernel == 0:
            become_kernel(request)
        tell(connection, {"pid": kernel})
        watch(kernel, connection)
        for kill in (os.killpg, os.kill):  # it may not have come to lead a group yet
            with suppress(OSError):
                kill(kernel, signal.SIGKILL)
        _, status = os.waitpid(kernel, 0)
        tell(connection, {"exit": os.waitstatus_to_exitcode(status)})
    except Exception as error:
        tell(connection, {"error": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def watch(kernel: int, connection: socket.socket) -> None:
    """Pass signals on to the kernel's group until the kernel ends, or its client or the grader goes."""
    end = os.pidfd_open(kernel)
    while True:
        ready, _, _ = select.select([end, connection.fileno(), 0], [], [])
        message = connection.recv(MAX_REQUEST) if ready == [connection.fileno()] else b""
        if not message:
            return
        with suppress(OSError):
            os.killpg(kernel, json.loads(message)["signal"])


def tell(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send a message to the client, who may be gone."""
    with suppress(OSError):
        connection.send(json.dumps(message).encode())


def start_cold(arguments: list[str]) -> NoReturn:
    """Turn a new process into a kernel in its working directory."""
    become_kernel({"argv": arguments, "env": dict(os.environ), "cwd": str(Path.cwd())})


def become_kernel(request: dict[str, Any]) -> NoReturn:
    """Turn this process into the kernel that was asked for; it may write beside its working directory, and no more."""
    try:
        with suppress(PermissionError):  # a cold kernel leads its group already
            os.setsid()
        for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(os.devnull, flags), number)
        os.closerange(3, 1 << 16)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        tempfile.tempdir = None  # the zygote may have looked for its own
        confine([Path(request["cwd"]).parent])
        sys.argv = ["ipykernel_launcher", *request["argv"]]
        sys.path.insert(0, "")
        from ipykernel.kernelapp import IPKernelApp

        app: Any = IPKernelApp.instance()
        app.initialize(request["argv"])
        app.start()
    finally:
        os._exit(FAILED)

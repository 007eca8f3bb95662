"""The zygote: a process that has imported torch and Jupyter once, and forks a kernel for each submission.

It holds no secret, runs no student code, touches no GPU, and keeps to one thread: a fork copies only the thread that
forks. A cold kernel is the same process without the fork.

A client connects to its socket and sends one JSON request: `argv` for ipykernel, `env`, `cwd`, and the `confinement` in
which student code runs there. A supervisor, forked for that kernel alone, then talks to the client.
"""

import gc
import importlib
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from autograder.confinement.libc import prctl
from autograder.confinement.privileges import DEATH_SIGNAL
from autograder.confinement.supervisor import Supervisor

PRELOADED = (
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
EXIT_FAILED = 70  # EX_SOFTWARE of sysexits.h
EXIT_UNREADABLE = 77  # EX_NOPERM


def preload() -> None:
    """Import the modules that kernels need, so that every fork shares their memory."""
    for name in PRELOADED:
        with suppress(Exception):  # a kernel that needs it will say so itself
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a collection would write to every page that the forks share


def serve(address: str, warm: bool) -> NoReturn:
    """Listen on a Unix socket at `address` and fork a supervisor with a kernel for each connection.

    It ends when standard input is closed, for then the grader is gone. Where `warm`, modules are imported first.
    """
    if warm:  # a cold one is waited for, by a thread that may end before it does
        prctl(DEATH_SIGNAL, signal.SIGKILL)  # also while it imports, and does not see its standard input
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    with suppress(Exception):  # what it needs is out of reach later; a kernel that cannot do without says so
        importlib.import_module("pyseccomp")
    if warm:
        preload()
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        sys.exit(f"the zygote has {threads} threads")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the supervisors
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
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever reads what the zygote says must see its end
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            Supervisor(connection).run(become_kernel)
        connection.close()


def start_cold(arguments: list[str]) -> NoReturn:
    """Turn a new process into a kernel in its working directory, on systems where nothing can be forked."""
    become_kernel({"argv": arguments, "env": dict(os.environ), "cwd": str(Path.cwd())}, lambda: None)


def become_kernel(request: dict[str, Any], confine: Callable[[], None]) -> NoReturn:
    """Confine this process and turn it into the kernel that a request asks for; a request for a trial only tries to."""
    try:
        with suppress(PermissionError):  # a cold kernel leads its group already
            os.setsid()
        for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(os.devnull, flags), number)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(request["env"])
        tempfile.tempdir = None  # the zygote may have looked for its own
        confine()
        os.chdir(request["cwd"])
        if request.get("trial"):
            try_kernel()
        sys.argv = ["ipykernel_launcher", *request["argv"]]
        sys.path.insert(0, "")
        from ipykernel.kernelapp import IPKernelApp

        app: Any = IPKernelApp.instance()
        app.initialize(request["argv"])
        app.start()
    finally:
        os._exit(EXIT_FAILED)


def try_kernel() -> NoReturn:
    """Try what every kernel needs and end: find Python's files, import from them, and open a ZeroMQ socket.

    The exit code is 0 where that worked, EXIT_UNREADABLE where files are hidden.
    """
    folders = [path for path in sys.path if Path(path).is_absolute()]  # installers add names of import hooks too
    if not all(map(os.path.exists, (sys.executable, os.__file__, *folders[-1:]))):
        os._exit(EXIT_UNREADABLE)
    zmq: Any = importlib.import_module("zmq")
    zmq.Context().socket(zmq.ROUTER).bind("inproc://trial")
    os._exit(0)

"""Where student code may run: a folder of its own, an environment that tells nothing, a kernel process."""

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from autograder import tempdirs
from autograder.kernel_side.wire import MAX_FRAME
from autograder.lab.declaration import Limits
from autograder.sandbox import policy
from autograder.sandbox.host import Host
from autograder.sandbox.provisioner import ForkManager, command
from autograder.sandbox.shipping import ship

SHIPPED = (
    "kernel_side.wire",
    "kernel_side.budget",
    "kernel_side.shims",
    "kernel_side.console",
    "kernel_side.provided_files",
    "kernel_side.hyperparameters",
    "kernel_side.used_globals",
    "kernel_side.error_report",
    "kernel_side.seeding",
    "kernel_side.probe",
    "kernel_side.server",
)
GIVEN, ADDRESS = "AUTOGRADER_GIVEN", "AUTOGRADER_ADDRESS"  # variables that are gone before the first cell
RECONNECT = 10  # milliseconds between attempts to reach a kernel that is starting
SENDING = 2000  # milliseconds that a message may wait for a kernel that has broken its sockets
WAITING = 4  # messages that nobody has read yet: a flood waits in the process that sends it
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "SYSTEMROOT")


@dataclass(frozen=True)
class Scratch:
    """The folders of one submission, on a host that starts its kernels, within limits.

    Where the kernel is boxed, its own `work` and `home` lie in memory, and those on disk stay empty.
    """

    root: Path
    host: Host
    limits: Limits

    @property
    def work(self) -> Path:
        """The notebook's working directory."""
        return self.root / "w"

    @property
    def home(self) -> Path:
        """The home folder of the student's process."""
        return self.root / "h"

    @property
    def given(self) -> Path:
        """What the notebook is given; the student's process copies it from here, and cannot write here."""
        return self.root / "f"

    @property
    def sockets(self) -> Path:
        """Where the kernel and the grader meet."""
        return self.root / "s"

    @property
    def questions(self) -> Path:
        """The socket where the kernel answers questions."""
        return self.sockets / "ask"

    def make_way(self) -> None:
        """Delete what an earlier kernel left where the next one is to meet the grader."""
        tempdirs.delete(self.sockets)
        self.sockets.mkdir()

    def clear(self) -> None:
        """Make every folder empty, whatever the student's code left in them or did to them."""
        for folder in (self.work, self.home, self.given, self.sockets):
            tempdirs.delete(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def give(self, files: Mapping[str, str], folders: Collection[str] = ()) -> None:
        """Lay text files and folders out for the student's process to copy."""
        for folder in folders:
            (self.given / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = self.given / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")

    def remove(self) -> None:
        """Delete everything."""
        tempdirs.delete(self.root)


def scratch(host: Host, limits: Limits) -> Scratch:
    """Make an empty scratch."""
    root = tempdirs.folder()
    root.chmod(0o711)  # who knows the name of a folder inside may go there: the kernel runs as another user
    made = Scratch(root, host, limits)
    made.clear()
    return made


def environment(scratch: Scratch) -> dict[str, str]:
    """The environment of a kernel: nothing of the grader's own but what a process needs to start."""
    home = str(scratch.home)
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {
        "HOME": home,
        "USER": "student",
        "LOGNAME": "student",
        "TMPDIR": home,
        "IPYTHONDIR": f"{home}/ipython",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        GIVEN: str(scratch.given),
        ADDRESS: str(scratch.questions),
        "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1",  # whole models load, as before torch 2.6
    }


def kernel_manager(scratch: Scratch) -> AsyncKernelManager:
    """A manager for one kernel, reached through sockets in the scratch folder."""
    places = {
        "transport": "ipc",
        "ip": str(scratch.sockets / "k"),
        "connection_file": str(scratch.sockets / "c.json"),
    }
    if sys.platform.startswith("linux"):
        agreed = policy.terms(scratch.host.level, scratch.root, scratch.limits)
        manager: AsyncKernelManager = ForkManager(scratch.host.zygote, agreed, **places)
    else:
        manager = AsyncKernelManager(**places)
    settings = ["-f", "{connection_file}", "--HistoryManager.enabled=False", "--log-level=CRITICAL"]
    cold = command("start_cold(sys.argv[1:])", *settings)
    manager._kernel_spec = KernelSpec(argv=cold, display_name="python", language="python")
    for option, value in (
        (zmq.MAXMSGSIZE, scratch.limits.message_bytes),
        (zmq.RCVHWM, WAITING),
        (zmq.RECONNECT_IVL, RECONNECT),
        (zmq.SNDTIMEO, SENDING),
    ):
        manager.context.setsockopt(option, value)
    return manager


def bootstrap(steps: int, seconds: float, texts: Collection[str], message: int = MAX_FRAME) -> str:
    """The source that installs our files in a kernel, as text; `texts` are the files that need no download.

    `message` is how many bytes an answer may have.
    """
    return f"""{ship(SHIPPED)}
def _install():
    import builtins, os, pathlib
    from autograder.kernel_side import budget, console, probe, provided_files, seeding, server, shims
    shims.install({sorted(texts)!r})
    allowance = budget.Budget({steps}, {seconds})
    builtins.__autograder_clamp__ = budget.clamp
    builtins.__autograder_alias__ = shims.alias_to_notebook
    builtins.__autograder_missing__ = shims.Stub
    builtins.__autograder_steps__ = allowance
    shell = get_ipython()
    files = provided_files.ProvidedFiles(pathlib.Path(os.environ.pop({GIVEN!r})), pathlib.Path.cwd())
    files.restore()
    output = console.Console(shell)
    seeding.seed_random_generators(0)
    shell.events.register("pre_run_cell", lambda *_: allowance.reset({steps}))
    server.listen(probe.Probe(shell.user_ns, allowance, output, files), os.environ.pop({ADDRESS!r}), {message})
_install()
del _install
"""

"""Where student code may run: a folder of its own, an environment that tells nothing, a kernel process."""

import os
import shutil
import signal
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from autograder.shipping import ship
from autograder.warm import ForkManager, command

MAX_MESSAGE = 300 << 20
SHIPPED = ("wire", "budget", "prelude", "worker", "desk")
ADDRESS = "AUTOGRADER_ADDRESS"  # of the environment: where the kernel is to answer questions
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "SYSTEMROOT")


@dataclass(frozen=True)
class Scratch:
    """The folders of one submission: `work` is the notebook's working directory.

    `zygote` is the address of the warm process that its kernels are forked from, where there is one.
    """

    root: Path
    zygote: str | None = None

    @property
    def work(self) -> Path:
        """The notebook's working directory."""
        return self.root / "w"

    @property
    def home(self) -> Path:
        """The home folder of the student's process."""
        return self.root / "h"

    @property
    def questions(self) -> Path:
        """The socket where the kernel answers questions."""
        return self.root / "s-ask"

    def make_way(self) -> None:
        """Delete what an earlier kernel left where the next one is to answer questions."""
        _delete(self.questions)

    def clear(self) -> None:
        """Make both folders empty, whatever the student's code left in them or did to them."""
        for folder in (self.work, self.home):
            _delete(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str], folders: Collection[str] = ()) -> None:
        """Put text files and folders into the working directory, whatever the student's code did to them before."""
        if self.work.is_symlink() or not self.work.is_dir():
            _delete(self.work)
            self.work.mkdir()
        for folder in folders:
            (self.work / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _delete(path)
            path.write_text(text, encoding="utf-8", newline="")

    def remove(self) -> None:
        """Delete everything."""
        _delete(self.root)


def scratch(zygote: str | None = None) -> Scratch:
    """Make an empty scratch; its path is short, for a socket's name has 108 bytes at most (unix(7))."""
    made = Scratch(Path(tempfile.mkdtemp(prefix="ag")), zygote)
    made.clear()
    return made


def _delete(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    _open(path)
    for folder, names, _ in os.walk(path):
        for inner in (Path(folder, name) for name in names):
            if not inner.is_symlink():
                _open(inner)
    shutil.rmtree(path, ignore_errors=True)


def _open(folder: Path) -> None:
    """Give a folder back the rights without which it cannot be emptied."""
    with suppress(OSError):
        folder.chmod(0o700)


def environment(scratch: Scratch) -> dict[str, str]:
    """The environment of a kernel: nothing of the grader's own but what a process needs to start."""
    home = str(scratch.home)
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {
        "HOME": home,
        "TMPDIR": home,
        "IPYTHONDIR": f"{home}/ipython",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1",  # whole models load, as before torch 2.6
    }


def kernel_manager(scratch: Scratch) -> AsyncKernelManager:
    """A manager for one kernel, reached through sockets in the scratch folder."""
    places = {"transport": "ipc", "ip": str(scratch.root / "s"), "connection_file": str(scratch.root / "c.json")}
    manager = AsyncKernelManager(**places) if scratch.zygote is None else ForkManager(scratch.zygote, **places)
    settings = ["-f", "{connection_file}", "--HistoryManager.enabled=False", "--log-level=CRITICAL"]
    cold = command("start_cold(sys.argv[1:])", *settings)
    manager._kernel_spec = KernelSpec(argv=cold, display_name="python", language="python")
    manager.context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    return manager


def kill_group(pid: int | None) -> None:
    """End a kernel and every process that stayed in its group."""
    if pid:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def bootstrap(steps: int, seconds: float, texts: Collection[str]) -> str:
    """The source that installs our files in a kernel, as text; `texts` are the files that need no download."""
    return f"""{ship(SHIPPED)}
def _install():
    import builtins, os
    from autograder import budget, desk, prelude, worker
    prelude.install({sorted(texts)!r})
    allowance = budget.Budget({steps}, {seconds})
    builtins.__autograder_cap__ = budget.cap
    builtins.__autograder_missing__ = prelude.Nothing
    builtins.__autograder_steps__ = allowance
    shell = get_ipython()
    prelude.be_quiet(shell)
    prelude.stay(shell)
    worker.seed(0)
    shell.events.register("pre_run_cell", lambda *_: allowance.reset({steps}))
    desk.answer(worker.Worker(shell.user_ns, allowance, {steps}), os.environ.pop({ADDRESS!r}))
_install()
del _install
"""

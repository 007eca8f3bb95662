"""The folders, environment variables and kernel manager of one submission."""

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from autograder import tempdirs
from autograder.lab.declaration import Limits
from autograder.sandbox import policy
from autograder.sandbox.host import Host
from autograder.sandbox.provisioner import ForkManager, zygote_command
from autograder.sandbox.shipping import ship_compiled

SHIPPED = (
    "kernel_side.wire_arrays",
    "kernel_side.wire",
    "kernel_side.budget",
    "kernel_side.text_files",
    "kernel_side.file_access",
    "kernel_side.file_searches",
    "kernel_side.gpu",
    "kernel_side.stand_ins",
    "kernel_side.downloads",
    "kernel_side.download_clients",
    "kernel_side.platform_modules",
    "kernel_side.command_line",
    "kernel_side.commands",
    "kernel_side.subprocesses",
    "kernel_side.prompts",
    "kernel_side.shell_magics",
    "kernel_side.shims",
    "kernel_side.recorder",
    "kernel_side.console",
    "kernel_side.provided_files",
    "kernel_side.hyperparameters",
    "kernel_side.constructor_signature",
    "kernel_side.used_globals",
    "kernel_side.error_report",
    "kernel_side.seeding",
    "kernel_side.cell_failures",
    "kernel_side.answer_names",
    "kernel_side.notebook_history",
    "kernel_side.own_modules",
    "kernel_side.probe",
    "kernel_side.server",
)
FILES_VARIABLE, ADDRESS_VARIABLE = "AUTOGRADER_GIVEN", "AUTOGRADER_ADDRESS"  # removed before the first cell
RECONNECT_MS = 10  # between attempts to reach a kernel that is starting
SEND_TIMEOUT_MS = 2000  # that a message may wait for a kernel that has broken its sockets
MAX_QUEUED_MESSAGES = 4  # messages that nobody has read yet: a flood waits in the process that sends it
INHERITED_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "SYSTEMROOT")


@dataclass(frozen=True)
class Workspace:
    """The folders of one submission below `root`, the host that starts its kernels, and the lab's limits.

    If the kernel has namespaces of its own, its `work` and `home` are in memory, and those on disk stay empty.
    """

    root: Path
    host: Host
    limits: Limits

    @property
    def work(self) -> Path:
        """Return the notebook's working directory."""
        return self.root / "w"

    @property
    def home(self) -> Path:
        """Return the home folder of the student's process."""
        return self.root / "h"

    @property
    def provided(self) -> Path:
        """Return the folder of files that the grader provides; the student's process may only read and copy them."""
        return self.root / "f"

    @property
    def sockets(self) -> Path:
        """Return the folder of the sockets between kernel and grader."""
        return self.root / "s"

    @property
    def question_socket(self) -> Path:
        """Return the path of the Unix socket on which the kernel answers requests of checks."""
        return self.sockets / "ask"

    def reset_sockets(self) -> None:
        """Delete the sockets of an earlier kernel, so that the next one can create its own."""
        tempdirs.delete(self.sockets)
        self.sockets.mkdir()

    def clear(self) -> None:
        """Empty every folder, whatever files or permissions student code left there."""
        for folder in (self.work, self.home, self.provided, self.sockets):
            tempdirs.delete(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def provide(self, files: Mapping[str, str | bytes], folders: Collection[str] = ()) -> None:
        """Write text files and make folders for the student's process to copy, by relative path; keep line ends."""
        for folder in folders:
            (self.provided / folder).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = self.provided / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", errors="replace") if isinstance(text, str) else text)

    def remove(self) -> None:
        """Delete every folder of this workspace."""
        tempdirs.delete(self.root)


def create_workspace(host: Host, limits: Limits) -> Workspace:
    """Create the empty folders of a submission in a new temporary folder."""
    root = tempdirs.create()
    root.chmod(0o711)  # who knows the name of a folder inside may go there: the kernel runs as another user
    workspace = Workspace(root, host, limits)
    workspace.clear()
    return workspace


def kernel_environment(workspace: Workspace) -> dict[str, str]:
    """Return the environment variables of a kernel; of the grader's own, it gets only the indispensable ones."""
    home = str(workspace.home)
    return {name: os.environ[name] for name in INHERITED_VARIABLES if name in os.environ} | {
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
        FILES_VARIABLE: str(workspace.provided),
        ADDRESS_VARIABLE: str(workspace.question_socket),
        "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1",  # whole models load, as before torch 2.6
    }


def kernel_manager(workspace: Workspace) -> AsyncKernelManager:
    """Return a manager for one kernel, which communicates through sockets in the workspace."""
    connection = {
        "transport": "ipc",
        "ip": str(workspace.sockets / "k"),
        "connection_file": str(workspace.sockets / "c.json"),
    }
    if sys.platform.startswith("linux"):
        confinement = policy.confinement_for(workspace.host.level, workspace.root, workspace.limits)
        manager: AsyncKernelManager = ForkManager(workspace.host.zygote, confinement, **connection)
    else:
        manager = AsyncKernelManager(**connection)
    settings = ["-f", "{connection_file}", "--HistoryManager.enabled=False", "--log-level=CRITICAL"]
    cold = zygote_command("start_cold(sys.argv[1:])", *settings)
    manager._kernel_spec = KernelSpec(argv=cold, display_name="python", language="python")
    for option, value in (
        (zmq.MAXMSGSIZE, workspace.limits.message_bytes),
        (zmq.RCVHWM, MAX_QUEUED_MESSAGES),
        (zmq.RECONNECT_IVL, RECONNECT_MS),
        (zmq.SNDTIMEO, SEND_TIMEOUT_MS),
    ):
        manager.context.setsockopt(option, value)
    return manager


def bootstrap(
    steps: int,
    seconds: float,
    texts: Sequence[str],
    max_reply: int | None = None,
    written_texts: Collection[str] = (),
) -> str:
    """Return the source text of a cell that installs the engine's part in a kernel: shims, budget, console and probe.

    A training loop may take `steps` steps and `seconds` seconds, one that only asks a model half the seconds. `texts`
    names the provided files that stand for text files which are not there, the main one first; `written_texts` those
    that the notebook itself writes. A reply may have at most `max_reply` bytes, or what the wire allows.
    """
    most = "" if max_reply is None else f", {max_reply}"
    return f"""{ship_compiled(SHIPPED)}
def _install():
    import builtins, os, pathlib
    from autograder.kernel_side import (
        budget, notebook_history, probe, provided_files, seeding, server, shims, stand_ins, text_files
    )
    shell = get_ipython()
    given, work, home = pathlib.Path(os.environ.pop({FILES_VARIABLE!r})), pathlib.Path.cwd(), pathlib.Path.home()
    texts = text_files.TextFiles(given, {list(texts)!r}, {sorted(written_texts)!r}, (work, home))
    history = notebook_history.NotebookHistory(shell, texts)
    shims.install(shell, texts, work, home)
    limit = budget.Budget({steps}, {seconds}, budget.Budget(float('inf'), {seconds / 2}))
    builtins.__autograder_clamp__ = budget.clamp
    builtins.__autograder_alias__ = shims.alias_to_notebook
    builtins.__autograder_missing__ = stand_ins.StandIn
    builtins.__autograder_steps__ = limit
    builtins.__autograder_evaluation__ = limit.evaluation
    files = provided_files.ProvidedFiles(given, work, texts)
    files.restore()
    seeding.seed_random_generators(0)
    shell.events.register("pre_run_cell", lambda *_: limit.reset({steps}))
    asked = probe.Probe(shell.user_ns, limit, files, history)
    server.listen(asked, os.environ.pop({ADDRESS_VARIABLE!r}){most})
_install()
del _install
"""


def own_modules_setup(modules: Mapping[str, str]) -> str:
    """Return source text, to follow that of `bootstrap`, that lets a notebook import modules handed in beside it.

    `modules` maps the dotted names of those that become part of the notebook to their files in its working directory.
    """
    return f"""
from autograder.kernel_side import own_modules as _own_modules
_own_modules.install_own_modules({dict(sorted(modules.items()))!r})
del _own_modules
"""

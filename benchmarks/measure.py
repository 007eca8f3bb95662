"""What a runner and every process under it have used: CPU seconds so far, and the memory that they hold now.

`RUSAGE_CHILDREN` will not do: a warm process that ignores SIGCHLD never waits for its forks, and what a kernel used is
then lost. A cgroup counts whoever was started in it, waited for or not, until the last one has ended.
"""

import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psutil

CGROUPS = Path("/sys/fs/cgroup")
EVERY = 0.02


class Group(Protocol):
    """A runner's processes."""

    @property
    def how(self) -> str:
        """How this counts."""

    def join(self) -> None:
        """Put the process that calls this into the group; to be called between fork and exec."""

    def follow(self, pid: int) -> None:
        """Count a process that was just started, with all that it starts."""

    def cpu(self) -> float:
        """The CPU seconds used so far, by processes that have ended too."""

    def pids(self) -> list[int]:
        """The processes that live."""

    def close(self) -> None:
        """Count no more."""


@dataclass
class Cgroup:
    """A control group of the kernel's: exact, and no process leaves it by ending or by being forked twice."""

    folder: Path
    file: str

    @property
    def how(self) -> str:
        """How this counts."""
        return f"cgroup ({self.file})"

    def join(self) -> None:
        """Put the process that calls this into the group."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def follow(self, pid: int) -> None:
        """Nothing to do: it joined."""

    def cpu(self) -> float:
        """The CPU seconds used so far."""
        text = (self.folder / self.file).read_text()
        return int(text) / 1e9 if self.file == "cpuacct.usage" else int(text.split()[1]) / 1e6

    def pids(self) -> list[int]:
        """The processes in the group and in the groups inside it."""
        return [int(pid) for file in self.folder.rglob("cgroup.procs") for pid in file.read_text().split()]

    def close(self) -> None:
        """Delete the group, which must be empty by now."""
        for folder in sorted((path.parent for path in self.folder.rglob("cgroup.procs")), reverse=True):
            with suppress(OSError):
                folder.rmdir()


@dataclass
class Watched:
    """A tree of processes looked at every 20 ms: what a process uses after the last look is missed."""

    how: str = f"/proc, every {EVERY * 1000:.0f} ms"
    root: psutil.Process | None = None
    used: dict[tuple[int, float], float] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def join(self) -> None:
        """Nothing to do: the tree is found by its root."""

    def follow(self, pid: int) -> None:
        """Watch a process and all that it starts."""
        self.root = psutil.Process(pid)
        threading.Thread(target=self._watch, daemon=True).start()

    def cpu(self) -> float:
        """The CPU seconds seen so far."""
        self._look()
        return sum(self.used.values())

    def pids(self) -> list[int]:
        """The processes of the tree that live."""
        return [process.pid for process in self._tree()]

    def close(self) -> None:
        """Watch no more."""
        self.over.set()

    def _watch(self) -> None:
        while not self.over.wait(EVERY):
            self._look()

    def _look(self) -> None:
        for process in self._tree():
            with suppress(psutil.Error):
                times = process.cpu_times()
                self.used[process.pid, process.create_time()] = times.user + times.system

    def _tree(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            if self.root is not None:
                return [self.root, *self.root.children(recursive=True)]
        return []


def group(name: str) -> Group:
    """A new group: a cgroup of version 1 or 2 where this user may make one, else a tree that is watched."""
    for parent, file in ((_own("cpuacct"), "cpuacct.usage"), (_own(""), "cpu.stat")):
        folder = parent / f"benchmark-{os.getpid()}-{name}"
        try:
            folder.mkdir()
        except OSError:
            continue
        if (folder / file).is_file() and os.access(folder / "cgroup.procs", os.W_OK):
            return Cgroup(folder, file)
        folder.rmdir()
    return Watched()


def _own(controller: str) -> Path:
    """The folder of the cgroup that this process is in, for a controller of version 1 or, as "", for version 2."""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(",") if controller else not controllers:
                return CGROUPS / controller / path.lstrip("/")
    return CGROUPS / "none"


def busy() -> float:
    """The CPU seconds that the whole machine has worked since it started; 0 where unknown."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def memory(pids: list[int]) -> int:
    """The bytes that processes hold, each shared page divided among those that share it (PSS); 0 where unknown."""
    return sum(_pss(pid) for pid in pids)


def _pss(pid: int) -> int:
    with suppress(OSError, ValueError):  # it may have ended
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0

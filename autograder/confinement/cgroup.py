"""Control groups (versions 1 and 2), which limit the memory and the processes of a kernel with all its children.

https://docs.kernel.org/admin-guide/cgroup-v2.html and cgroup-v1/memory.html, pids.html.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PREFIX = "autograder-"
SWAP = ("memory.swap.max", "memory.memsw.limit_in_bytes")  # some systems count none
EVENTS = ("memory.events", "memory.oom_control")
VERSION_1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
VERSION_2 = ("memory.max", "memory.current", "inactive_file")
REMOVAL_SECONDS = 2.0


class ControlGroups:
    """One new control group per hierarchy, held by open folders so that other namespaces do not hide them."""

    def __init__(self, parents: Mapping[str, Mapping[str, str]]) -> None:
        """Make a group under each parent folder and write its limits, file by file; raises OSError."""
        self.name = f"{PREFIX}{os.urandom(4).hex()}-{os.getpid()}"
        self.parents: list[int] = []
        self.folders: list[int] = []
        try:
            for parent, limits in parents.items():
                self.parents.append(os.open(parent, os.O_RDONLY | os.O_DIRECTORY))
                os.mkdir(self.name, dir_fd=self.parents[-1])
                self.folders.append(os.open(self.name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=self.parents[-1]))
                for file, value in limits.items():
                    with suppress(*[FileNotFoundError] * (file in SWAP)):
                        self._write(self.folders[-1], file, value)
        except OSError as error:
            self.remove()
            raise OSError(f"{parent}: {error}") from None

    def enter(self) -> None:
        """Move this process into the groups; raises OSError."""
        for folder in self.folders:
            self._write(folder, "cgroup.procs", "0")

    def oom_kills(self) -> int:
        """Return how many processes the system has killed because the group had no memory left."""
        return sum(int(line.split()[1]) for line in self._events() if line.startswith("oom_kill "))

    def remove(self) -> None:
        """Remove the groups, once their processes have ended, and close their folders."""
        end = time.monotonic() + REMOVAL_SECONDS
        for folder in self.folders:
            os.close(folder)
        for parent in self.parents:
            while True:
                try:
                    os.rmdir(self.name, dir_fd=parent)
                except FileNotFoundError:
                    break
                except OSError:  # the last process is still on its way out
                    if time.monotonic() > end:
                        break
                    time.sleep(0.005)
            os.close(parent)
        self.folders, self.parents = [], []

    def _events(self) -> Iterator[str]:
        for folder in self.folders:
            for name in EVENTS:
                with suppress(OSError):
                    file = os.open(name, os.O_RDONLY, dir_fd=folder)
                    with os.fdopen(file) as opened:
                        yield from opened

    @staticmethod
    def _write(folder: int, file: str, value: str) -> None:
        opened = os.open(file, os.O_WRONLY, dir_fd=folder)
        try:
            os.write(opened, value.encode())
        finally:
            os.close(opened)


def remove_leftovers() -> None:
    """Remove the groups that grader processes left behind when they were killed."""
    for parent in delegated_parents(0, 0):
        for group in Path(parent).glob(f"{PREFIX}*"):
            if not Path("/proc", group.name.rpartition("-")[2]).exists():
                with suppress(OSError):
                    group.rmdir()


def delegated_parents(memory: int, processes: int, root: Path = Path("/sys/fs/cgroup")) -> dict[str, dict[str, str]]:
    """Return the folders in which this process may make groups, with the limits to write there; empty where it may not.

    `memory` is in bytes; `processes` counts threads too.
    """
    own = _own()
    if "memory" in own:  # version 1
        maximum = {"memory.limit_in_bytes": str(memory), "memory.memsw.limit_in_bytes": str(memory)}
        limits = {"memory": maximum, "pids": {"pids.max": str(processes)}}
        return {str(_within(root / kind, own.get(kind, "/"))): values for kind, values in limits.items()}
    unified = {"memory.max": str(memory), "memory.swap.max": "0", "pids.max": str(processes)}
    return {str(folder): unified for folder in _delegated(root, own.get("", "/"))}


def available_memory(root: Path = Path("/sys/fs/cgroup")) -> list[int]:
    """Return the bytes that this process's memory group, and each group above it, may still use, where limited.

    Memory that only caches files counts as free.
    """
    own = _own()
    kind, *files = ("memory", *VERSION_1) if "memory" in own else ("", *VERSION_2)
    return _available(root / kind, own.get(kind, "/"), files)


def _available(hierarchy: Path, path: str, files: Sequence[str]) -> list[int]:
    folder = _within(hierarchy, path)
    groups = (group for group in (folder, *folder.parents) if group.is_relative_to(hierarchy))
    return [free for group in groups if (free := _free(group, *files)) is not None]


def _free(group: Path, limit: str, usage: str, cache: str) -> int | None:
    try:
        maximum, used = int((group / limit).read_text()), int((group / usage).read_text())
        counted = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return max(0, maximum - used + int(counted[cache]))
    except (OSError, ValueError, KeyError):  # "max", or the top, which has no such files
        return None


def _own() -> dict[str, str]:
    """The groups of this process, by the name of the hierarchy; that of version 2 is empty."""
    own = dict[str, str]()
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, kinds, path = line.split(":", 2)
            own |= dict.fromkeys(kinds.split(","), path)
    return own


def _within(hierarchy: Path, path: str) -> Path:
    """The folder of a group; a container often shows its own group as the top."""
    folder = hierarchy / path.lstrip("/")
    return folder if folder.is_dir() else hierarchy


def _delegated(root: Path, path: str) -> list[Path]:
    """The nearest group of version 2, from this process's own upwards, under which it may make limited ones."""
    own = _within(root, path)
    for folder in (own, *own.parents):
        if not folder.is_relative_to(root):
            break
        with suppress(OSError):
            controllers = (folder / "cgroup.subtree_control").read_text().split()
            if {"memory", "pids"} <= set(controllers) and os.access(folder / "cgroup.procs", os.W_OK):
                return [folder]
    return []

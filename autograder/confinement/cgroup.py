"""Control groups: a limit on the memory and the processes of a kernel with all its children, version 1 and 2.

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
PATIENCE = 2.0


class Group:
    """A control group of each hierarchy, held by open folders: they stay in reach from within other namespaces."""

    def __init__(self, parents: Mapping[str, Mapping[str, str]]) -> None:
        """Make a group under each parent and write its limits; raises OSError."""
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
        """Put this process into the groups."""
        for folder in self.folders:
            self._write(folder, "cgroup.procs", "0")

    def killed(self) -> int:
        """How many processes the system has ended because the group had no memory left."""
        return sum(int(line.split()[1]) for line in self._events() if line.startswith("oom_kill "))

    def remove(self) -> None:
        """Remove the groups, whose processes have all ended, and let go of them."""
        end = time.monotonic() + PATIENCE
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


def sweep() -> None:
    """Remove the groups of processes that were killed before they could."""
    for parent in parents(0, 0):
        for group in Path(parent).glob(f"{PREFIX}*"):
            if not Path("/proc", group.name.rpartition("-")[2]).exists():
                with suppress(OSError):
                    group.rmdir()


def parents(memory: int, processes: int, root: Path = Path("/sys/fs/cgroup")) -> dict[str, dict[str, str]]:
    """The folders under which this process may make groups, and what to write there; none where it may not.

    `memory` is in bytes.
    """
    own = _own()
    if "memory" in own:  # version 1
        most = {"memory.limit_in_bytes": str(memory), "memory.memsw.limit_in_bytes": str(memory)}
        limits = {"memory": most, "pids": {"pids.max": str(processes)}}
        return {str(_within(root / kind, own.get(kind, "/"))): values for kind, values in limits.items()}
    both = {"memory.max": str(memory), "memory.swap.max": "0", "pids.max": str(processes)}
    return {str(folder): both for folder in _delegated(root, own.get("", "/"))}


def left(root: Path = Path("/sys/fs/cgroup")) -> list[int]:
    """The bytes that this process's memory group, and each group around it, may still take; none that has no limit.

    What a group holds of files that nobody uses counts as free.
    """
    own = _own()
    kind, *files = ("memory", *VERSION_1) if "memory" in own else ("", *VERSION_2)
    return _left(root / kind, own.get(kind, "/"), files)


def _left(hierarchy: Path, path: str, files: Sequence[str]) -> list[int]:
    folder = _within(hierarchy, path)
    groups = (group for group in (folder, *folder.parents) if group.is_relative_to(hierarchy))
    return [free for group in groups if (free := _free(group, *files)) is not None]


def _free(group: Path, limit: str, usage: str, cache: str) -> int | None:
    try:
        most, used = int((group / limit).read_text()), int((group / usage).read_text())
        counted = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return max(0, most - used + int(counted[cache]))
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
            handed_on = (folder / "cgroup.subtree_control").read_text().split()
            if {"memory", "pids"} <= set(handed_on) and os.access(folder / "cgroup.procs", os.W_OK):
                return [folder]
    return []

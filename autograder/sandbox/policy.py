"""Decides how a kernel is confined at each level of isolation on this machine."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from autograder.confinement import bubblewrap, cgroup, landlock, needed_paths
from autograder.confinement.privileges import Confinement
from autograder.lab.declaration import MIB, Limits
from autograder.sandbox.level import Level

KERNEL_MEMORY = 256 * MIB  # what a kernel has of its own before a notebook has done anything
MAPPED_BYTES = 4096 * MIB  # addresses without memory behind them: libraries, stacks, what allocators set aside
OPEN_FILES = 4096
CPU_SECONDS_PER_SECOND = 4  # for each second that a submission may take: a kernel is given up long before


def confinement_for(level: Level, root: Path, limits: Limits) -> Confinement:
    """Return how to confine a kernel at a level.

    `root` holds the kernel's folders: `s` for sockets, `f` for files that it may only read, `w` and `h` to write (its
    working directory and home). Raises FileNotFoundError if the level needs bubblewrap and it is not installed.
    """
    memory, disk = round(limits.memory * MIB), round(limits.disk * MIB)
    rlimits = {"FSIZE": disk, "NOFILE": OPEN_FILES, "CPU": round(limits.submission * CPU_SECONDS_PER_SECOND)}
    if not needed_paths.gpu_devices():  # CUDA maps all there is, many times over
        rlimits |= {"DATA": memory, "AS": memory + MAPPED_BYTES}
    if level is Level.NONE:
        return Confinement(rlimits=rlimits)
    sockets, provided, *writable = (str(root / name) for name in ("s", "f", "w", "h"))
    if not level.has_namespaces:
        readable = [*map(str, needed_paths.readable_paths()), *map(str, needed_paths.proc_paths()), provided]
        return Confinement(
            file_access={"readable": readable, "writable": [sockets, *writable]} if level is Level.WEAK else {},
            own_folders=[sockets, *writable],
            own_user=True,
            filter_calls=True,
            no_named_sockets=True,
            rlimits=rlimits | {"NPROC": limits.processes + _running_tasks()},
        )
    return Confinement(
        namespaces=bubblewrap.bubblewrap_command(_bubblewrap(), disk, [root / "f"], root),
        tmpfs=[bubblewrap.SHARED_MEMORY, str(bubblewrap.temporary_folder(root))],
        home_folders=writable,
        sealed_folder=sockets,
        cgroups=cgroup.delegated_parents(memory + KERNEL_MEMORY, limits.processes) if level is Level.GROUPED else {},
        file_access={"writable": ["/"], "readable": []} if _has_landlock() else {},
        own_folders=[sockets],
        own_user=True,
        filter_calls=True,
        rlimits=rlimits | {"NPROC": limits.processes + (0 if _counts_processes_by_namespace() else _running_tasks())},
    )


def _has_landlock() -> bool:
    try:
        return landlock.abi_version() > 0
    except OSError:
        return False


def _bubblewrap() -> str:
    path = shutil.which("bwrap")
    if path is None:
        raise FileNotFoundError("bubblewrap is not installed: no bwrap in PATH")
    return path


def _counts_processes_by_namespace() -> bool:
    """Whether the system counts a user's processes in each user namespace apart, as Linux does from 5.14 on."""
    return tuple(int(part) for part in os.uname().release.split(".")[:2]) >= (5, 14)


def _running_tasks() -> int:
    """Return how many processes and threads this user has now, which the limit counts too; 0 for root."""
    if os.geteuid() == 0:  # a kernel becomes a user who has none
        return 0
    tasks = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and folder.stat().st_uid == os.geteuid():
                tasks += len(list((folder / "task").iterdir()))
    return tasks

"""What a level of isolation means for one kernel on this machine."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from autograder.confinement import bubblewrap, cgroup, landlock
from autograder.confinement.privileges import Terms
from autograder.lab.declaration import MIB, Limits
from autograder.sandbox.level import Level

SLACK = 256 * MIB  # what a kernel has of its own before a notebook has done anything
MAPPED = 4096 * MIB  # addresses without memory behind them: libraries, stacks, what allocators set aside
OPEN_FILES = 4096
CPU_SECONDS = 4  # for each second that a submission may take: a kernel is given up long before


def terms(level: Level, room: Path, limits: Limits) -> Terms:
    """The terms of a kernel in a room: a folder with `s` for sockets, `f` for given files, and `w` and `h` to write.

    Raises FileNotFoundError where the level needs bubblewrap and there is none.
    """
    memory, disk = round(limits.memory * MIB), round(limits.disk * MIB)
    rlimits = {"FSIZE": disk, "NOFILE": OPEN_FILES, "CPU": round(limits.submission * CPU_SECONDS)}
    if not landlock.gpus():  # CUDA maps all there is, many times over
        rlimits |= {"DATA": memory, "AS": memory + MAPPED}
    if level is Level.NONE:
        return Terms(rlimits=rlimits)
    sockets, given, *writable = (str(room / name) for name in ("s", "f", "w", "h"))
    if not level.boxed:
        readable = [*map(str, landlock.readable()), *map(str, landlock.process()), given]
        return Terms(
            open_to={"readable": readable, "writable": [sockets, *writable]} if level is Level.WEAK else {},
            owned=[sockets, *writable],
            stranger=True,
            filtered=True,
            alone=True,
            rlimits=rlimits | {"NPROC": limits.processes + _tasks()},
        )
    return Terms(
        box=bubblewrap.command(_bubblewrap(), disk, [room / "f"], room),
        tmpfs=[bubblewrap.SHARED_MEMORY, str(bubblewrap.temporary(room))],
        homes=writable,
        sealed=sockets,
        groups=cgroup.parents(memory + SLACK, limits.processes) if level is Level.GROUPED else {},
        open_to={"writable": ["/"], "readable": []} if _has_landlock() else {},
        owned=[sockets],
        stranger=True,
        filtered=True,
        rlimits=rlimits | {"NPROC": limits.processes + (0 if _counts_apart() else _tasks())},
    )


def _has_landlock() -> bool:
    try:
        return landlock.version() > 0
    except OSError:
        return False


def _bubblewrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        raise FileNotFoundError("bubblewrap is not installed: no bwrap in PATH")
    return found


def _counts_apart() -> bool:
    """Whether the system counts a user's processes for each user namespace: Linux 5.14."""
    return tuple(int(part) for part in os.uname().release.split(".")[:2]) >= (5, 14)


def _tasks() -> int:
    """How many processes and threads this user has now, for the limit on them counts those too; 0 for root."""
    if os.geteuid() == 0:  # a kernel becomes a user who has none
        return 0
    found = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and folder.stat().st_uid == os.geteuid():
                found += len(list((folder / "task").iterdir()))
    return found

"""What a run may leave behind: processes, and what of the machine is no longer as it was."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from arena.attack import FOLDER, LAB
from autograder.confinement.cgroup import remove_leftovers

MARK = "ataque"  # in the name of every file that an attack leaves anywhere
SYSV_KEY = 0x00A7AC0E
SUBREAPER = 36
PATIENCE = 3.0  # seconds for processes that were killed to be gone


@contextmanager
def adopting() -> Iterator[None]:
    """For the length of a block, whatever outlives its parent becomes a child of this process, and is found."""
    libc = ctypes.CDLL(None)
    libc.prctl(SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(SUBREAPER, ctypes.c_ulong(0), 0, 0, 0)


def descendants() -> dict[int, str]:
    """The processes below this one that have not ended, with their names."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                head, _, tail = (folder / "stat").read_text().rpartition(")")
                state, parent = tail.split()[:2]
                parents[int(folder.name)] = int(parent)
                if state not in "ZX":
                    names[int(folder.name)] = head.partition("(")[2]
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: name for pid, name in names.items() if pid in found and pid != os.getpid()}


def left_behind(before: set[int]) -> list[str]:
    """The processes that a run left, after some patience; they are ended."""
    end = time.monotonic() + PATIENCE
    while (left := {p: n for p, n in descendants().items() if p not in before}) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in left:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    collect(before)
    return [f"{name} ({pid})" for pid, name in left.items()]


def printed(command: list[str]) -> str:
    """Run a command and return all that it prints; what it leaves to this process to collect is collected."""
    ours = set(descendants())
    process = subprocess.Popen(
        command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=0.2)[0]
            collect(ours | {process.pid})
    finally:
        process.kill()
        process.wait()


def collect(ours: set[int]) -> None:
    """Take note of the end of adopted processes: as long as nobody does, they count as processes of their user."""
    with suppress(ChildProcessError):
        while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and ended.si_pid not in ours:
            os.waitpid(ended.si_pid, 0)


def state() -> dict[str, set[str]]:
    """What of this machine a run must leave as it was, once the groups of graders that others killed are swept."""
    remove_leftovers()
    shared = set()
    for kind in ("shm", "sem", "msg"):
        with suppress(OSError):
            shared |= {f"{kind} {line}" for line in Path("/proc/sysvipc", kind).read_text().splitlines()}
    places = [Path(p) for p in ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root", LAB, LAB / "checks")]
    places += [FOLDER, FOLDER.parents[1], Path(sys.prefix), Path.home()]
    files = [file for place in places if os.access(place, os.R_OK) for file in place.iterdir()]
    cgroups = (Path(top, name) for top, names, _ in os.walk("/sys/fs/cgroup") for name in names if "autograder" in name)
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    return {
        "System V": {line for line in shared if str(SYSV_KEY) in line.split()},
        "file": {str(file) for file in files if MARK in file.name},
        "secret": {f"{file} {file.stat().st_mtime_ns}" for file in LAB.rglob("*.*") if file.suffix != ".pyc"},
        "cgroup": {str(path) for path in cgroups if not in_use(path)},
        "mount": {line for line in mounts if "/ag" in line or "/gr" in line},
    }


def in_use(cgroup: Path) -> bool:
    """Whether a cgroup belongs to another run that is still going on: its name ends with that one's process."""
    number = re.search(r"\d+$", cgroup.name)
    return number is not None and Path("/proc", number[0]).exists()

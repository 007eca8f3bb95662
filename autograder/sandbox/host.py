"""Opens this machine as the host of student code: its isolation level, and the zygote process that forks kernels."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from autograder import tempdirs
from autograder.confinement import cgroup
from autograder.confinement.needed_paths import readable_paths
from autograder.errors import IsolationError
from autograder.lab.declaration import Limits
from autograder.sandbox.level import Level
from autograder.sandbox.policy import confinement_for
from autograder.sandbox.provisioner import ForkedKernel, start_zygote

RESTART_PAUSE, FAILURE_PAUSE = 0.5, 30.0
OTHERS_RIGHTS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH
TRIAL_SECONDS = 60.0  # a busy machine is not a weak one

RequestedLevel = Level | Literal["any"] | None


@dataclass(frozen=True)
class Host:
    """How kernels are started on this machine.

    `zygote` is the path of the socket of the process that forks kernels; if it is "", each kernel starts on its own.
    """

    level: Level = Level.NONE
    zygote: str = ""


@contextmanager
def open_grading_host(requested: RequestedLevel, several: bool, secrets: Iterable[Path]) -> Iterator[Host]:
    """Open a host for grading, for the length of a `with` block.

    `requested` is a level, "any" for the strongest that this machine has, or None for the strongest, which must then
    have namespaces if `several` notebooks are graded, so that they cannot reach each other. `secrets` are the files and
    folders that student code must not open; at level `user` only file permissions can hide them. Raises IsolationError
    if the level is unavailable or too weak, or if secrets can be read.
    """
    with open_host(requested if isinstance(requested, Level) else None) as host:
        if several and requested is None and not host.level.has_namespaces:
            raise IsolationError("isolation.too_weak", level=host.level)
        if host.level is Level.USER:
            check_private(secrets)
        yield host


def check_unreadable(folders: Iterable[Path]) -> None:
    """Check that no folder lies where every confined process may read; raise IsolationError if one does."""
    for folder in folders:
        for readable in readable_paths():
            if folder.resolve().is_relative_to(readable.resolve()):
                raise IsolationError("isolation.exposed", folder=folder, shown=readable)


def check_private(secrets: Iterable[Path]) -> None:
    """Check that other users cannot open secrets or files made in them later; raise IsolationError if they can."""
    for secret in secrets:
        place = secret.resolve()
        if _grants(place, OTHERS_RIGHTS) and all(_grants(above, stat.S_IXOTH) for above in place.parents):
            raise IsolationError("isolation.open", secret=secret)


def _grants(place: Path, rights: int) -> bool:
    return not place.exists() or bool(place.stat().st_mode & rights)


@contextmanager
def open_host(level: Level | None = None, warm: bool = True) -> Iterator[Host]:
    """Open a host for the length of a `with` block, with a zygote that is restarted if it dies.

    Without a `level`, the strongest that this machine has is used. Raises IsolationError if the level does not work.
    """
    if not sys.platform.startswith("linux"):
        if level not in (None, Level.NONE):
            raise IsolationError("isolation.not_here", level=level, system=sys.platform)
        yield Host()
        return
    tempdirs.remove_leftovers()
    cgroup.remove_leftovers()
    folder = tempdirs.create()
    try:
        with _zygote(folder, warm) as address:
            yield Host(strongest_level(address) if level is None else _working_level(address, level), address)
    finally:
        tempdirs.delete(folder)


def available_levels() -> list[Level]:
    """Return the levels that work on this machine for this user, strongest first, by trying each."""
    with open_host(Level.NONE, warm=False) as host:
        return [level for level in Level if host.zygote and not level_fault(host.zygote, level)] or [Level.NONE]


def strongest_level(zygote: str) -> Level:
    """Return the strongest level that works here; raise IsolationError if no kernel can be started at all."""
    for level in Level:
        if not (fault := level_fault(zygote, level)):
            return level
    raise IsolationError("isolation.nothing_works", fault=fault)


def _working_level(zygote: str, level: Level) -> Level:
    if fault := level_fault(zygote, level):
        raise IsolationError("isolation.not_offered", level=level, fault=fault)
    return level


def level_fault(zygote: str, level: Level) -> str:
    """Return why a level does not work here, found by starting a trial kernel; return "" if it works."""
    root = tempdirs.create()
    try:
        for name in "sfwh":
            (root / name).mkdir()
        root.chmod(0o711)
        confinement = confinement_for(level, root, Limits())
        if level is Level.GROUPED and not confinement.cgroups:
            return "no control group is open to this user"
        request = {"argv": [], "env": {}, "cwd": str(root / "w"), "confinement": asdict(confinement), "trial": True}
        kernel = ForkedKernel(zygote, request)
        try:
            kernel.wait(TRIAL_SECONDS)
            return str(kernel.report.get("error", "")) or _exit(kernel.returncode)
        finally:
            kernel.connection.close()
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        tempdirs.delete(root)


def _exit(code: int | None) -> str:
    return f"the trial ended with {code}" if code else ""


@contextmanager
def _zygote(folder: Path, warm: bool) -> Iterator[str]:
    """Keep a zygote running; kernels outlive a zygote that dies, for they end only when the lifeline closes."""
    reading, lifeline = os.pipe()
    stopped = threading.Event()
    running = [start_zygote(folder, reading, warm)]

    def keep() -> None:
        while not stopped.is_set():
            if running[0] is not None:
                running[0].wait()
            if not stopped.wait(RESTART_PAUSE):
                running[0] = start_zygote(folder, reading, warm)
            if running[0] is None:  # kernels start cold meanwhile
                stopped.wait(FAILURE_PAUSE)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield str(folder / "z")
    finally:
        stopped.set()
        os.close(lifeline)  # the zygote and its supervisors end by this
        keeper.join()
        if running[0] is not None:
            running[0].kill()
            running[0].wait()
        os.close(reading)

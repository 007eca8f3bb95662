"""What kernels are started on: this machine's level of isolation, and a process that forks them, kept alive."""

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
from autograder.confinement.landlock import readable
from autograder.errors import IsolationError
from autograder.lab.declaration import Limits
from autograder.sandbox.level import Level
from autograder.sandbox.policy import terms
from autograder.sandbox.provisioner import ForkedKernel, start_zygote

PAUSE, LONG_PAUSE = 0.5, 30.0
OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH
TRIAL = 60.0  # a busy machine is not a weak one

Asked = Level | Literal["any"] | None


@dataclass(frozen=True)
class Host:
    """Where kernels come from: `zygote` is the address of a warm process; without one they start cold."""

    level: Level = Level.NONE
    zygote: str = ""


@contextmanager
def host_for(asked: Asked, many: bool, secrets: Iterable[Path]) -> Iterator[Host]:
    """Keep a host for a notebook or for a class; a class is not graded where any of them could read the others.

    `asked` is a level, or "any" for the best that this machine has, whatever it is. `secrets` are the files and folders
    that student code must not open: where nothing else keeps them, they must be closed to other users.
    Raises IsolationError where the level is not to be had, or was not asked for and is too weak, or secrets are open.
    """
    with host(asked if isinstance(asked, Level) else None) as here:
        if many and asked is None and not here.level.boxed:
            raise IsolationError("isolation.too_weak", level=here.level)
        if here.level is Level.USER:
            shut(secrets)
        yield here


def guard(folders: Iterable[Path]) -> None:
    """See that secrets do not lie where student code may read; raises IsolationError."""
    for folder in folders:
        for shown in readable():
            if folder.resolve().is_relative_to(shown.resolve()):
                raise IsolationError("isolation.exposed", folder=folder, shown=shown)


def shut(secrets: Iterable[Path]) -> None:
    """See that no other user of this machine could reach secrets, those to come included; raises IsolationError."""
    for secret in secrets:
        place = secret.resolve()
        if _gives(place, OTHERS) and all(_gives(above, stat.S_IXOTH) for above in place.parents):
            raise IsolationError("isolation.open", secret=secret)


def _gives(place: Path, rights: int) -> bool:
    return not place.exists() or bool(place.stat().st_mode & rights)


@contextmanager
def host(level: Level | None = None, warm: bool = True) -> Iterator[Host]:
    """Keep a warm process for the length of a block; one that dies is replaced.

    `level` is the best that this machine has, unless one is asked for. Raises IsolationError where it has not that one.
    """
    if not sys.platform.startswith("linux"):
        if level not in (None, Level.NONE):
            raise IsolationError("isolation.not_here", level=level, system=sys.platform)
        yield Host()
        return
    tempdirs.sweep()
    cgroup.sweep()
    folder = tempdirs.folder()
    try:
        with _zygote(folder, warm) as address:
            yield Host(best(address) if level is None else _tried(address, level), address)
    finally:
        tempdirs.delete(folder)


def offered() -> list[Level]:
    """The levels that this machine has for this user, strongest first, each found by trying it."""
    with host(Level.NONE, warm=False) as here:
        return [level for level in Level if here.zygote and not fault(here.zygote, level)] or [Level.NONE]


def best(zygote: str) -> Level:
    """The strongest level that works here; raises IsolationError where no kernel can be started at all."""
    for level in Level:
        if not (found := fault(zygote, level)):
            return level
    raise IsolationError("isolation.nothing_works", fault=found)


def _tried(zygote: str, level: Level) -> Level:
    if found := fault(zygote, level):
        raise IsolationError("isolation.not_offered", level=level, fault=found)
    return level


def fault(zygote: str, level: Level) -> str:
    """Why a level does not work here, found by trying it; nothing where it does."""
    room = tempdirs.folder()
    try:
        for name in "sfwh":
            (room / name).mkdir()
        room.chmod(0o711)
        asked = terms(level, room, Limits())
        if level is Level.GROUPED and not asked.groups:
            return "no control group is open to this user"
        request = {"argv": [], "env": {}, "cwd": str(room / "w"), "terms": asdict(asked), "trial": True}
        kernel = ForkedKernel(zygote, request)
        try:
            kernel.wait(TRIAL)
            return str(kernel.report.get("error", "")) or _exit(kernel.returncode)
        finally:
            kernel.connection.close()
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        tempdirs.delete(room)


def _exit(code: int | None) -> str:
    return f"the trial ended with {code}" if code else ""


@contextmanager
def _zygote(folder: Path, warm: bool) -> Iterator[str]:
    """Keep a zygote alive; its kernels outlive it, for what they hang on is the lifeline."""
    reading, lifeline = os.pipe()
    over = threading.Event()
    running = [start_zygote(folder, reading, warm)]

    def keep() -> None:
        while not over.is_set():
            if running[0] is not None:
                running[0].wait()
            if not over.wait(PAUSE):
                running[0] = start_zygote(folder, reading, warm)
            if running[0] is None:  # kernels start cold meanwhile
                over.wait(LONG_PAUSE)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield str(folder / "z")
    finally:
        over.set()
        os.close(lifeline)  # the zygote and its monitors end by this
        keeper.join()
        if running[0] is not None:
            running[0].kill()
            running[0].wait()
        os.close(reading)

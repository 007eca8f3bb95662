"""An empty room for one kernel: bubblewrap builds the namespaces and the tree of files, and the kernel joins them."""

import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from autograder.confinement.landlock import devices, python, settings

PATIENCE = 5.0
SHARED_MEMORY = "/dev/shm"
TEMPORARY = Path("/tmp")
SYSTEM = ("/usr", "/sys/devices/system")
LINKS = ("bin", "sbin", "lib", "lib32", "lib64")
UNSHARED = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
QUIET = ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox")
WAIT = ("/bin/sh", "-c", "echo built; exec cat")


class Box:
    """The room, held open by a process that does nothing; `pidfd` is its first process."""

    def __init__(self, command: Sequence[str]) -> None:
        """Build a room; raises OSError with what bubblewrap says where it cannot."""
        # arguments go through a pipe: a command line can be read by whoever is in the room
        arguments, information = os.pipe(), os.pipe()
        os.write(arguments[1], b"".join(os.fsencode(part) + b"\0" for part in command[1:]))
        os.close(arguments[1])
        start = [command[0], "--args", str(arguments[0]), "--info-fd", str(information[1]), "--", *WAIT]
        self.process = subprocess.Popen(
            start,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(arguments[0], information[1]),
            env={},
        )
        os.close(arguments[0])
        os.close(information[1])
        with os.fdopen(information[0]) as file:
            told = file.read()
        try:
            assert self.process.stdout is not None
            if self.process.stdout.readline() != b"built\n":
                raise OSError(self._complaint())
            self.pidfd = os.pidfd_open(json.loads(told)["child-pid"])
        except BaseException:
            self.close()
            raise

    def end(self) -> None:
        """End every process in the room at once; those that are this process's children wait to be collected."""
        with suppress(OSError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def close(self) -> None:
        """End the room, and wait until nothing is left in it."""
        if hasattr(self, "pidfd"):
            self.end()
            select.select([self.pidfd], [], [], PATIENCE)  # the first process ends last
            os.close(self.pidfd)
            del self.pidfd
        self.process.kill()
        self.process.wait()

    def _complaint(self) -> str:
        self.process.kill()
        _, said = self.process.communicate()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"bwrap ended with {self.process.returncode}"


def command(bubblewrap: str, disk: int, shown: Sequence[Path], room: Path) -> list[str]:
    """The command that builds a room: the system, Python and `shown` read-only, `disk` bytes to write in memory.

    `room` is a folder with a folder `s` that is the same inside and outside; `w` and `h` beside it are empty inside.
    """
    made = [bubblewrap, *UNSHARED, *QUIET, *(() if os.geteuid() == 0 else ("--unshare-user",))]
    for path in SYSTEM:
        made += ["--ro-bind", path, path]
    for name in LINKS:
        if Path("/", name).is_symlink():
            made += ["--symlink", str(Path("/", name).readlink()), f"/{name}"]
        elif Path("/", name).is_dir():
            made += ["--ro-bind", f"/{name}", f"/{name}"]
    made += ["--proc", "/proc", *_devices(), *_memory(SHARED_MEMORY, disk), *_memory(str(temporary(room)), disk)]
    if temporary(room) != TEMPORARY:
        made += ["--symlink", str(temporary(room)), str(TEMPORARY)]
    made += [*_shown([*settings(), *python(), *shown], room), "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*made, "--chdir", "/"]


def temporary(room: Path) -> Path:
    """The folder above a room that is a file system in memory inside, for all that is temporary."""
    return TEMPORARY if room.is_relative_to(TEMPORARY) else room.parent


def _memory(folder: str, size: int) -> list[str]:
    return ["--size", str(size), "--perms", "1777", "--tmpfs", folder]


def _devices() -> Iterator[str]:
    """Single devices, not bubblewrap's own /dev: that makes another user namespace, and nobody can join it."""
    yield from ("--size", "65536", "--perms", "0755", "--tmpfs", "/dev", "--symlink", "/proc/self/fd", "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        yield from ("--symlink", f"/proc/self/fd/{number}", f"/dev/{name}")
    for path in devices():
        if path.exists():
            yield from ("--dev-bind", str(path), str(path))


def _shown(paths: Sequence[Path], room: Path) -> Iterator[str]:
    """Binds, with the folders above each of them: bubblewrap would make those for root alone."""
    seen = {Path("/"), Path("/usr"), temporary(room), *temporary(room).parents}
    binds = [path for path in paths if path.exists() and not path.is_relative_to("/usr")]
    for path in [*binds, room / "s"]:
        for folder in [*reversed(path.parents)]:
            if folder not in seen:
                seen.add(folder)
                yield from ("--perms", "0755", "--dir", str(folder))
        yield from ("--bind" if path == room / "s" else "--ro-bind", str(path), str(path))
    for name in ("w", "h"):
        yield from ("--perms", "0777", "--dir", str(room / name))

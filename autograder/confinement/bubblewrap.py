"""Namespaces with a file system of their own for one kernel: bubblewrap builds them, and the kernel joins them."""

import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from autograder.confinement.needed_paths import device_paths, etc_paths, python_paths

EXIT_SECONDS = 5.0
SHARED_MEMORY = "/dev/shm"
TEMPORARY = Path("/tmp")
SYSTEM = ("/usr", "/sys/devices/system")
LINKS = ("bin", "sbin", "lib", "lib32", "lib64")
UNSHARED = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
QUIET = ("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox")
WAIT = ("/bin/sh", "-c", "echo built; exec cat")


class Namespaces:
    """Linux namespaces held open by a process that does nothing; `pidfd` refers to their first process."""

    def __init__(self, command: Sequence[str]) -> None:
        """Run a bubblewrap command that builds namespaces; raises OSError with its message where it cannot."""
        # arguments go through a pipe: a command line can be read by whoever is inside
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
            namespace_info = file.read()
        try:
            assert self.process.stdout is not None
            if self.process.stdout.readline() != b"built\n":
                raise OSError(self._complaint())
            self.pidfd = os.pidfd_open(json.loads(namespace_info)["child-pid"])
        except BaseException:
            self.close()
            raise

    def end(self) -> None:
        """Kill every process inside at once; this process must still wait for those that are its children."""
        with suppress(OSError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def close(self) -> None:
        """Kill every process inside, and wait until none is left."""
        if hasattr(self, "pidfd"):
            self.end()
            select.select([self.pidfd], [], [], EXIT_SECONDS)  # the first process ends last
            os.close(self.pidfd)
            del self.pidfd
        self.process.kill()
        self.process.wait()

    def _complaint(self) -> str:
        self.process.kill()
        _, said = self.process.communicate()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"bwrap ended with {self.process.returncode}"


def bubblewrap_command(executable: str, disk: int, shown: Sequence[Path], root: Path) -> list[str]:
    """Return the bubblewrap command that builds namespaces for a kernel whose folders lie in `root`.

    Inside, the system, Python and the `shown` paths are read-only, and each memory file system holds `disk` bytes. The
    folder `s` in `root` is the same inside and outside; `w` and `h` beside it are empty inside.
    """
    arguments = [executable, *UNSHARED, *QUIET, *(() if os.geteuid() == 0 else ("--unshare-user",))]
    for path in SYSTEM:
        arguments += ["--ro-bind", path, path]
    for name in LINKS:
        if Path("/", name).is_symlink():
            arguments += ["--symlink", str(Path("/", name).readlink()), f"/{name}"]
        elif Path("/", name).is_dir():
            arguments += ["--ro-bind", f"/{name}", f"/{name}"]
    arguments += [
        "--proc",
        "/proc",
        *_devices(),
        *_memory(SHARED_MEMORY, disk),
        *_memory(str(temporary_folder(root)), disk),
    ]
    if temporary_folder(root) != TEMPORARY:
        arguments += ["--symlink", str(temporary_folder(root)), str(TEMPORARY)]
    arguments += [*_shown([*etc_paths(), *python_paths(), *shown], root), "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*arguments, "--chdir", "/"]


def temporary_folder(root: Path) -> Path:
    """Return the folder that is a memory file system inside: /tmp, or the parent of a `root` elsewhere."""
    return TEMPORARY if root.is_relative_to(TEMPORARY) else root.parent


def _memory(folder: str, size: int) -> list[str]:
    return ["--size", str(size), "--perms", "1777", "--tmpfs", folder]


def _devices() -> Iterator[str]:
    """Single devices, not bubblewrap's own /dev: that makes another user namespace, and nobody can join it."""
    yield from ("--size", "65536", "--perms", "0755", "--tmpfs", "/dev", "--symlink", "/proc/self/fd", "/dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        yield from ("--symlink", f"/proc/self/fd/{number}", f"/dev/{name}")
    for path in device_paths():
        if path.exists():
            yield from ("--dev-bind", str(path), str(path))


def _shown(paths: Sequence[Path], root: Path) -> Iterator[str]:
    """Yield options that bind paths and make the folders above them, which bubblewrap would make for root alone."""
    seen = {Path("/"), Path("/usr"), temporary_folder(root), *temporary_folder(root).parents}
    binds = [path for path in paths if path.exists() and not path.is_relative_to("/usr")]
    for path in [*binds, root / "s"]:
        for folder in [*reversed(path.parents)]:
            if folder not in seen:
                seen.add(folder)
                yield from ("--perms", "0755", "--dir", str(folder))
        yield from ("--bind" if path == root / "s" else "--ro-bind", str(path), str(path))
    for name in ("w", "h"):
        yield from ("--perms", "0777", "--dir", str(root / name))

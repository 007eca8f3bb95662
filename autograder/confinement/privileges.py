"""The privileges that a process gives up before it runs student code, and how it gives them up for good.

Namespaces are joined, not made (setns(2) with a pidfd, Linux 5.8): another process has built them.
"""

import ctypes
import os
import resource
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.confinement.landlock import NO_NEW_PRIVS, restrict_files
from autograder.confinement.libc import call, prctl, syscall
from autograder.confinement.seccomp import install_filter

NEW_MOUNTS, NEW_NAMES, NEW_IPC, NEW_USERS, NEW_PROCESSES, NEW_NETWORK = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
DEATH_SIGNAL, DUMPABLE, DROP_BOUND, SUBREAPER = 1, 4, 24, 36
CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITIES = 0x20080522  # version 3 of the header that capset(2) wants
MOUNT_SETATTR, READ_ONLY, HERE = 442, 1, -100
STATM = "/proc/self/statm"
SCORE, FIRST_TO_GO = "/proc/self/oom_score_adj", "1000"  # where a machine's memory is gone: not the grader
REMOUNT, NO_SUID, NO_DEVICES = 32, 2, 4


@dataclass(frozen=True)
class Confinement:
    """What a process gives up before it runs student code; plain values only, for they travel as JSON.

    `namespaces` is the bubblewrap command that builds its namespaces, empty for none; inside them `tmpfs` are the
    memory file systems, `home_folders` its own folders and `sealed_folder` the one that becomes read-only in the end.
    `own_folders` are its own outside. `cgroups` maps the folder of each parent control group to the files to write in
    the group below it. `file_access` is what Landlock leaves "readable" and "writable": inside namespaces that is
    everything, for there it only keeps processes apart. With `own_user` it runs as a user that nobody else is; with
    `filter_calls` some system calls are refused, and with `no_named_sockets` those too that reach another process by a
    socket's name. `rlimits` maps names such as "NPROC" to bytes or counts, see setrlimit(2).
    """

    namespaces: list[str] = field(default_factory=list)
    tmpfs: list[str] = field(default_factory=list)
    sealed_folder: str = ""
    cgroups: dict[str, dict[str, str]] = field(default_factory=dict)
    file_access: dict[str, list[str]] = field(default_factory=dict)
    own_folders: list[str] = field(default_factory=list)
    home_folders: list[str] = field(default_factory=list)
    own_user: bool = False
    filter_calls: bool = False
    no_named_sockets: bool = False
    rlimits: dict[str, int] = field(default_factory=dict)


def join_namespaces(pidfd: int) -> None:
    """Join the namespaces of a process, given by its pidfd; children forked afterwards join its PID namespace too.

    Raises OSError.
    """
    flags = NEW_MOUNTS | NEW_NAMES | NEW_IPC | NEW_PROCESSES | NEW_NETWORK
    users = 0 if os.geteuid() == 0 else NEW_USERS
    call("setns", ctypes.c_int(pidfd), ctypes.c_int(flags | users))


def become_subreaper() -> None:
    """Make this process the parent of every descendant whose own parent ends; raises OSError."""
    prctl(SUBREAPER, 1)


def limit_inodes(folder: str, maximum: int) -> None:
    """Limit how many files a mounted tmpfs may hold; raises OSError."""
    options = f"nr_inodes={maximum}".encode()
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", ctypes.c_ulong(REMOUNT | NO_SUID | NO_DEVICES), options)


def make_read_only(folder: str) -> None:
    """Make a mount read-only, while open sockets in it go on working; raises OSError."""
    attributes = (ctypes.c_uint64 * 4)(READ_ONLY, 0, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    syscall(MOUNT_SETATTR, ctypes.c_int(HERE), folder.encode(), ctypes.c_uint(0), attributes, size)


def apply_confinement(confinement: Confinement, user: int | None) -> None:
    """Give up what a confinement says, in the order in which the system still allows it; there is no way back.

    `user` is who to become, where this is root. Raises OSError, and what Python raises where a part is missing.
    """
    with suppress(OSError):  # a sandbox may not show it
        Path(SCORE).write_text(FIRST_TO_GO)
    if confinement.own_user:
        if user is None and not (confinement.namespaces or confinement.file_access):
            raise PermissionError("only root can make another user of a process, and nothing else is to keep it apart")
        _drop_to_user(user)
    prctl(DEATH_SIGNAL, signal.SIGKILL)  # becoming another user clears it
    if confinement.file_access:
        restrict_files(*([Path(name) for name in confinement.file_access[kind]] for kind in ("writable", "readable")))
    _set_limits(confinement.rlimits)
    if confinement.filter_calls:
        install_filter(confinement.no_named_sockets)


def _drop_to_user(user: int | None) -> None:
    """Become an unprivileged user for good, or, where none is given, drop this user's capabilities."""
    if user is not None:
        os.setgroups([])
    with suppress(OSError):  # past the last one
        for capability in range(64):
            prctl(DROP_BOUND, capability)
    if user is not None:
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        prctl(DUMPABLE, 1)  # or its own /proc/self belongs to root
    header, none = (ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)()
    syscall(CAPSET[os.uname().machine], header, none)
    prctl(NO_NEW_PRIVS, 1)


def _set_limits(limits: Mapping[str, int]) -> None:
    """Set resource limits; those on memory are added to what the process uses already."""
    size, _, _, _, _, data, _ = (int(pages) * resource.getpagesize() for pages in Path(STATM).read_text().split())
    used = {"AS": size, "DATA": data}
    for name, maximum in {"CORE": 0, **limits}.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = maximum + used.get(name, 0)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

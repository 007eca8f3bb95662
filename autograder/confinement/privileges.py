"""On what terms a process runs student code, and how it gives itself up to them: there is no way back.

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

from autograder.confinement.landlock import NO_NEW_PRIVS, confine
from autograder.confinement.libc import call, prctl, syscall
from autograder.confinement.seccomp import refuse_calls

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
class Terms:
    """What a process gives up before it runs student code; plain values only, for they travel as JSON.

    `box` is the command of bubblewrap that builds its namespaces, in which `tmpfs` are the memory file systems, `homes`
    folders of its own and `sealed` the one that becomes read-only in the end; `owned` are its own outside. `groups` are
    control groups: parent folder, and what to write into which file. `open_to` is what Landlock leaves readable and
    writable: all there is in a box, where it only keeps processes apart. As `stranger` it runs as a user of its own;
    `filtered`, some system calls are refused, and `alone` those too that reach other processes by a socket's name.
    `rlimits` are in bytes or counts.
    """

    box: list[str] = field(default_factory=list)
    tmpfs: list[str] = field(default_factory=list)
    sealed: str = ""
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    open_to: dict[str, list[str]] = field(default_factory=dict)
    owned: list[str] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    stranger: bool = False
    filtered: bool = False
    alone: bool = False
    rlimits: dict[str, int] = field(default_factory=dict)


def join(box: int) -> None:
    """Join the namespaces of a process, given by its pidfd; a child forked next is in its process namespace too."""
    flags = NEW_MOUNTS | NEW_NAMES | NEW_IPC | NEW_PROCESSES | NEW_NETWORK
    users = 0 if os.geteuid() == 0 else NEW_USERS
    call("setns", ctypes.c_int(box), ctypes.c_int(flags | users))


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    prctl(SUBREAPER, 1)


def limit_inodes(folder: str, most: int) -> None:
    """Limit how many files a memory file system holds."""
    options = f"nr_inodes={most}".encode()
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", ctypes.c_ulong(REMOUNT | NO_SUID | NO_DEVICES), options)


def seal(folder: str) -> None:
    """Make a mount read-only; sockets in it go on working."""
    attributes = (ctypes.c_uint64 * 4)(READ_ONLY, 0, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    syscall(MOUNT_SETATTR, ctypes.c_int(HERE), folder.encode(), ctypes.c_uint(0), attributes, size)


def submit(terms: Terms, user: int | None) -> None:
    """Give up everything that the terms say, in the order in which the system still allows it.

    `user` is who to become, where this is root. Raises OSError, and what Python raises where a part is missing.
    """
    with suppress(OSError):  # a box may not show it
        Path(SCORE).write_text(FIRST_TO_GO)
    if terms.stranger:
        if user is None and not (terms.box or terms.open_to):
            raise PermissionError("only root can make another user of a process, and nothing else is to keep it apart")
        _become(user)
    prctl(DEATH_SIGNAL, signal.SIGKILL)  # becoming another user clears it
    if terms.open_to:
        confine(*([Path(name) for name in terms.open_to[kind]] for kind in ("writable", "readable")))
    _limit(terms.rlimits)
    if terms.filtered:
        refuse_calls(terms.alone)


def _become(user: int | None) -> None:
    """Become an unprivileged user for good; without one, give up the capabilities of this one."""
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


def _limit(limits: Mapping[str, int]) -> None:
    """Set the limits; those on memory are counted from what the process has now."""
    size, _, _, _, _, data, _ = (int(pages) * resource.getpagesize() for pages in Path(STATM).read_text().split())
    held = {"AS": size, "DATA": data}
    for name, most in {"CORE": 0, **limits}.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = most + held.get(name, 0)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

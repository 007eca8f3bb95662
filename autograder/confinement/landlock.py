"""Keeps a process to files that a kernel needs, by Landlock: a list of what may be opened, for good.

https://docs.kernel.org/userspace-api/landlock.html. Needs Linux 5.13 and no privilege. What it covers grows with the
ABI: from 6 on, signals to processes outside are forbidden too. Neither network nor memory is its business.
"""

import ctypes
import os
import sys
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.confinement.libc import prctl, syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1
PATH_BENEATH = 1
NO_NEW_PRIVS = 38
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights each ABI knows; 16 from the fifth on
SCOPES = 0b11  # abstract sockets and signals

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/sys/devices/system")
SETTINGS = ("ld.so.cache", "localtime", "passwd", "group", "nsswitch.conf", "hosts", "mime.types", "fonts", "ssl")
PROCESS = ("self", "cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version")  # and no other's
DEVICES = ("null", "zero", "full", "random", "urandom")


def confine(writable: Iterable[Path], readable: Iterable[Path]) -> None:
    """Let this process and its children open no files but these, and the devices that hold nothing.

    Raises OSError where the system has no Landlock, or refuses.
    """
    abi = version()
    rights = (1 << RIGHTS.get(abi, 16)) - 1
    ruleset = (ctypes.c_uint64 * 3)(rights, 0, SCOPES if abi >= 6 else 0)
    handle = syscall(CREATE_RULESET, ruleset, ctypes.c_size_t(24 if abi >= 6 else 8), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(handle, path, rights & (EXECUTE | READ_FILE | READ_DIR))
        for path in [*writable, *devices()]:  # not /dev/shm, where submissions would meet
            _allow(handle, path, rights)
        prctl(NO_NEW_PRIVS, 1)
        syscall(RESTRICT_SELF, ctypes.c_int(handle), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def version() -> int:
    """The version of Landlock that this system has; raises OSError where it has none."""
    return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))


def readable() -> list[Path]:
    """What a Python process needs to read: the system, some of its settings, and Python."""
    return [*map(Path, SYSTEM), *settings(), *python()]


def settings() -> list[Path]:
    """The files of /etc that tell nothing."""
    return [Path("/etc", name) for name in SETTINGS]


def python() -> list[Path]:
    """The folders of this Python."""
    return [Path(name) for name in sorted({sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()})]


def process() -> list[Path]:
    """What of /proc tells of no other process."""
    return [Path("/proc", name) for name in PROCESS]


def devices() -> list[Path]:
    """The devices that a Python process needs, a GPU's included."""
    return [*(Path("/dev", name) for name in DEVICES), *Path("/dev").glob("nvidia*")]


def gpus() -> list[Path]:
    """The devices of GPUs that the system knows of, whatever can be done with them."""
    return sorted(Path("/dev").glob("nvidia[0-9]*"))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if path.is_dir() else rights & ON_FILES
            rule = (ctypes.c_uint32 * 3)(allowed, 0, place)  # a u64 and an s32, packed
            syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint32(0))
        finally:
            os.close(place)

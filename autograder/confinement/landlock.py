"""Restricts which files a process may open, for good, with the Landlock security module of Linux.

https://docs.kernel.org/userspace-api/landlock.html. Needs Linux 5.13 and no privilege. What it covers grows with the
ABI: from 6 on, signals to processes outside are forbidden too. It covers neither network nor memory.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.confinement.libc import prctl, syscall
from autograder.confinement.needed_paths import device_paths

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1
PATH_BENEATH = 1
NO_NEW_PRIVS = 38
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # how many rights each ABI knows; 16 from the fifth on
SCOPES = 0b11  # abstract sockets and signals


def restrict_files(writable: Iterable[Path], readable: Iterable[Path]) -> None:
    """Let this process and its children open only these files and folders, and the devices that Python needs.

    Raises OSError where the system has no Landlock, or refuses.
    """
    abi = abi_version()
    rights = (1 << RIGHTS.get(abi, 16)) - 1
    ruleset = (ctypes.c_uint64 * 3)(rights, 0, SCOPES if abi >= 6 else 0)
    handle = syscall(CREATE_RULESET, ruleset, ctypes.c_size_t(24 if abi >= 6 else 8), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(handle, path, rights & (EXECUTE | READ_FILE | READ_DIR))
        for path in [*writable, *device_paths()]:  # not /dev/shm, where submissions would meet
            _allow(handle, path, rights)
        prctl(NO_NEW_PRIVS, 1)
        syscall(RESTRICT_SELF, ctypes.c_int(handle), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def abi_version() -> int:
    """Return the version of Landlock's ABI that this system has; raises OSError where it has none."""
    return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if path.is_dir() else rights & ON_FILES
            rule = (ctypes.c_uint32 * 3)(allowed, 0, descriptor)  # a u64 and an s32, packed
            syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint32(0))
        finally:
            os.close(descriptor)

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
DEVICES = ("null", "zero", "full", "random", "urandom", "shm")


def level() -> str:
    """What keeps student code from the files of this machine: "landlock", or "none"."""
    return "landlock" if _abi() >= 1 else "none"


def confine(writable: Iterable[Path]) -> None:
    """Let this process and its children open no files but these, the system's and Python's own.

    Does nothing where the system has no Landlock; raises OSError where it has, and refuses.
    """
    abi = _abi()
    if abi < 1:
        return
    rights = (1 << RIGHTS.get(abi, 16)) - 1
    ruleset = (ctypes.c_uint64 * 3)(rights, 0, SCOPES if abi >= 6 else 0)
    handle = _call(CREATE_RULESET, ruleset, ctypes.c_size_t(24 if abi >= 6 else 8), ctypes.c_uint32(0))
    try:
        for path in readable():
            _allow(handle, path, rights & (EXECUTE | READ_FILE | READ_DIR))
        for path in [*writable, *_devices()]:
            _allow(handle, path, rights)
        _libc().prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
        _call(RESTRICT_SELF, ctypes.c_int(handle), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def readable() -> list[Path]:
    """What a Python process needs to read."""
    python = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    named = [Path("/etc", name) for name in SETTINGS] + [Path("/proc", name) for name in PROCESS]
    return [*map(Path, SYSTEM), *named, *map(Path, sorted(python))]


def _devices() -> list[Path]:
    return [*(Path("/dev", name) for name in DEVICES), *Path("/dev").glob("nvidia*")]


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if path.is_dir() else rights & ON_FILES
            rule = (ctypes.c_uint32 * 3)(allowed, 0, place)  # a u64 and an s32, packed
            _call(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(PATH_BENEATH), rule, ctypes.c_uint32(0))
        finally:
            os.close(place)


def _abi() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    found: int = _libc().syscall(ctypes.c_long(CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))
    return found


def _call(number: int, *arguments: object) -> int:
    result: int = _libc().syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"landlock: {os.strerror(code)}")
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

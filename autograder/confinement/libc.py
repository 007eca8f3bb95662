"""Calls into the system that Python has no function for; a call that fails raises OSError."""

import ctypes
import os


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library; raises OSError with its name where it returns less than 0."""
    function = getattr(ctypes.CDLL(None, use_errno=True), name)
    result: int = function(*arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def syscall(number: int, *arguments: object) -> int:
    """Make a system call by its number (x86-64 and arm64 share those above 424); raises OSError."""
    return call("syscall", ctypes.c_long(number), *arguments)


def prctl(option: int, value: int = 0) -> int:
    """Change something about this process (prctl(2)); raises OSError."""
    return call("prctl", ctypes.c_int(option), *map(ctypes.c_ulong, (value, 0, 0, 0)))

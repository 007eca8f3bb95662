"""Laws of calls into the system: what they return is returned, and what fails is an OSError that names it."""

import ctypes
import errno
import os
import sys

import pytest

from autograder.confinement.libc import call, prctl, syscall

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system calls by number are Linux's")

GETPID = {"x86_64": 39, "aarch64": 172}
GET_DUMPABLE, NO_SUCH_OPTION = 3, 1 << 20


def test_results_come_back():
    """A function of the C library and a system call return what they return."""
    assert call("getpid") == syscall(GETPID[os.uname().machine]) == os.getpid()
    assert prctl(GET_DUMPABLE) in (0, 1, 2)


@pytest.mark.parametrize(
    ("function", "code", "name"),
    [
        (lambda: call("close", ctypes.c_int(-1)), errno.EBADF, "close"),
        (lambda: syscall(1 << 20), errno.ENOSYS, "syscall"),
        (lambda: prctl(NO_SUCH_OPTION), errno.EINVAL, "prctl"),
    ],
)
def test_failures_say_which_call_it_was(function, code, name):
    """A call that fails raises OSError with the number of the error and the name of the function."""
    with pytest.raises(OSError, match=f"{name}: ") as caught:
        function()
    assert caught.value.errno == code

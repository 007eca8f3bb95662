"""Temporary folders that say whose they are; what a killed process left is deleted by a later one."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

A_DAY = 86400.0
OURS = re.compile(r"ag(\d+)-\w+")


def leave_in_order() -> None:
    """Let this process unwind when it is asked to end, as it does for an error: no process or folder is left behind."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def folder() -> Path:
    """Make a temporary folder; its path is short, for a socket's name has 108 bytes at most (unix(7))."""
    return Path(tempfile.mkdtemp(prefix=f"ag{os.getpid()}-"))


def sweep() -> None:
    """Delete the folders of this user's processes that were killed a day ago or more."""
    for path in Path(tempfile.gettempdir()).glob("ag*-*"):
        name = OURS.fullmatch(path.name)
        with suppress(OSError):  # others may sweep at the same time
            if name is not None and not _runs(int(name[1])) and _forgotten(path):
                delete(path)


def delete(path: Path) -> None:
    """Delete whatever is there, and follow no link."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    with suppress(RecursionError):
        shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # folders without rights, or deeper than Python goes
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(path)], check=False, capture_output=True)


def _forgotten(path: Path) -> bool:
    """Whether a folder is this user's and old: a process that is not seen from here may run in another container."""
    found = path.stat()
    return found.st_uid == os.geteuid() and time.time() - found.st_mtime > A_DAY


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True

"""Temporary folders whose names hold their process's number, so that those of killed processes can be deleted."""

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

DAY_SECONDS = 86400.0
NAME = re.compile(r"ag(\d+)-\w+")


def exit_on_sigterm() -> None:
    """Let SIGTERM raise SystemExit in this process, so that kernels and folders go on the way out."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def create() -> Path:
    """Make a temporary folder and return its path, which is short: a socket's name has 108 bytes at most (unix(7))."""
    return Path(tempfile.mkdtemp(prefix=f"ag{os.getpid()}-"))


def remove_leftovers() -> None:
    """Delete the folders that this user's processes left behind when they were killed, a day ago or earlier."""
    for path in Path(tempfile.gettempdir()).glob("ag*-*"):
        name = NAME.fullmatch(path.name)
        with suppress(OSError):  # others may sweep at the same time
            if name is not None and not _runs(int(name[1])) and _is_abandoned(path):
                delete(path)


def delete(path: Path) -> None:
    """Delete a file or folder, whatever its rights or depth; follow no link; a missing one is no error."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    with suppress(RecursionError):
        shutil.rmtree(path, ignore_errors=True)
    if path.exists():  # folders without rights, or deeper than Python goes
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(path)], check=False, capture_output=True)


def _is_abandoned(path: Path) -> bool:
    """Return whether a folder is this user's and a day old: its process may run unseen in another container."""
    status = path.stat()
    return status.st_uid == os.geteuid() and time.time() - status.st_mtime > DAY_SECONDS


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True

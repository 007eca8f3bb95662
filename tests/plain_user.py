"""A user without privileges, for tests that root runs: same machine, same files, another uid.

The interpreter and the project may lie in folders that only root may enter. So the command runs in a mount namespace
of its own, in which the same paths lead to the same files through folders that everybody may enter.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = ("unshare", "setpriv", "mount")
ENTER = 0o001
READ = 0o004


@dataclass(frozen=True)
class PlainUser:
    """A uid that owns nothing, and the script that opens the way to the interpreter and the project."""

    uid: int
    script: str

    def command(self, command: Sequence[str]) -> list[str]:
        """The command that runs another as this user."""
        drop = ["setpriv", f"--reuid={self.uid}", f"--regid={self.uid}", "--clear-groups", "--inh-caps=-all", "--"]
        text = f"{self.script}\nexec {shlex.join([*drop, *command])}"
        return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", text]

    def run(self, command: Sequence[str], seconds: float = 60.0) -> "subprocess.CompletedProcess[str]":
        """Run a command as this user, from the root folder."""
        return subprocess.run(self.command(command), cwd="/", capture_output=True, text=True, timeout=seconds)


def missing() -> str:
    """Why a plain user cannot be made here; empty where it can."""
    if os.geteuid() != 0:
        return "only root can become another user"
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True)
    return tried.stderr.strip()


@contextmanager
def plain_user(uid: int, *folders: Path) -> Iterator[PlainUser]:
    """Make a plain user for the length of a block, who can reach the project and some more folders."""
    aside = Path(tempfile.mkdtemp(prefix="view"))
    try:
        yield PlainUser(uid, view(needed(*folders), aside))
    finally:
        aside.rmdir()


def needed(*folders: Path) -> list[Path]:
    """The folders that the project needs to run, and some more, none within another."""
    places = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).parent, ROOT, *folders}
    places |= {place.resolve() for place in (*places, Path(sys.executable).resolve().parent)}
    return sorted(place for place in places if not any(other in place.parents for other in places))


def view(places: Sequence[Path], aside: Path) -> str:
    """The script that makes places reachable for everybody: closed folders above them are covered by open ones."""
    closed: dict[Path, list[Path]] = {}
    for place in places:
        shut = [folder for folder in (*reversed(place.parents), place) if not everybody_enters(folder)]
        if shut:
            inner = [place] if everybody_enters(place) else sorted(place.iterdir())
            closed.setdefault(shut[0], []).extend(inner)
    lines = [f"mount -t tmpfs -o mode=755 view {shlex.quote(str(aside))}"]
    kept = [place for inner in closed.values() for place in inner]
    for number, place in enumerate(kept):  # all are laid aside before the first is covered
        lines += _bound(place, aside / str(number), place.is_dir())
    for folder in closed:
        lines.append(f"mount -t tmpfs -o mode=755 view {shlex.quote(str(folder))}")
    for number, place in enumerate(kept):
        lines += _bound(aside / str(number), place, place.is_dir())
    return "\n".join(lines)


def everybody_enters(folder: Path) -> bool:
    """Whether a folder's mode lets everybody go in and look."""
    return folder.stat().st_mode & (ENTER | READ) == ENTER | READ


def _bound(source: Path, target: Path, is_folder: bool) -> list[str]:
    there, here = shlex.quote(str(target)), shlex.quote(str(source))
    make = f"mkdir -p {there}" if is_folder else f"mkdir -p $(dirname {there}); touch {there}"
    return [f"umask 022; {make}", f"mount --bind {here} {there}"]

"""Laws of temporary folders: nobody's are deleted but those of the dead."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder import tempdirs


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    """A temporary folder of this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_the_dead_left_is_swept(place):
    """An old folder whose process is gone is deleted with what is in it; new ones, those of the living, others stay."""
    left = subprocess.run(
        [sys.executable, "-c", "from autograder import tempdirs; print(tempdirs.create())"],
        env=os.environ | {"TMPDIR": str(place)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (Path(left) / "w").mkdir()
    own, others = tempdirs.create(), [place / "ag-notes", place / "agenda", place / "ag1-file.txt"]
    for path in others:
        path.mkdir()
    tempdirs.remove_leftovers()
    assert Path(left).is_dir()
    for path in (Path(left), own, *others):
        os.utime(path, (0, 0))
    tempdirs.remove_leftovers()
    assert not Path(left).exists()
    assert own.is_dir() and all(path.is_dir() for path in others)


def test_being_asked_to_end_leaves_nothing(place):
    """After SIGTERM a block is left as it is by an error, and the exit code tells the signal."""
    text = """
import time
from autograder import tempdirs
tempdirs.exit_on_sigterm()
folder = tempdirs.create()
try:
    print("here", flush=True)
    time.sleep(60)
finally:
    tempdirs.delete(folder)
"""
    command, environment = [sys.executable, "-c", text], os.environ | {"TMPDIR": str(place)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "here\n" and list(place.iterdir())
        process.terminate()
    assert process.returncode == 128 + signal.SIGTERM
    assert not list(place.iterdir())


def test_a_link_is_deleted_and_not_followed(place):
    """Deleting a link leaves what it points at; deleting what is not there is no fault."""
    (place / "kept").mkdir()
    (place / "kept" / "file").write_text("x")
    (place / "link").symlink_to(place / "kept")
    tempdirs.delete(place / "link")
    tempdirs.delete(place / "link")
    assert (place / "kept" / "file").read_text() == "x" and not (place / "link").is_symlink()


def test_nothing_is_too_deep_or_too_closed(place):
    """A folder deeper than a path may be long, and one without rights, are deleted too."""
    top = tempdirs.create()
    here = os.open(top, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("deeper", dir_fd=here)
        below = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    (top / "closed").mkdir()
    (top / "closed" / "file").write_text("x")
    (top / "closed").chmod(0)
    tempdirs.delete(top)
    assert not top.exists()

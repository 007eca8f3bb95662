"""Laws of control groups: where they may be made, what they limit, and that none is left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.confinement import cgroup
from autograder.confinement.cgroup import (
    PREFIX,
    ControlGroups,
    _available,
    _delegated,
    delegated_parents,
    remove_leftovers,
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="control groups are Linux's")

MEMORY, PROCESSES = 64 << 20, 8
USED = f"""
import json, os, subprocess, sys
from autograder.confinement.cgroup import ControlGroups, delegated_parents
group = ControlGroups(delegated_parents({MEMORY}, {PROCESSES}))

def within(act):
    child = os.fork()
    if child == 0:
        try:
            group.enter()
            os._exit(act())
        except BaseException:
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def grow():
    kept = []
    while True: kept.append(os.urandom(1 << 20))

def breed():
    for number in range(100):
        try:
            if os.fork() == 0:
                import time
                time.sleep(0.5)
                os._exit(0)
        except BlockingIOError:
            return number
    return 98

told = {{"calm": within(lambda: 0), "before": group.oom_kills(), "bred": within(breed)}}
told |= {{"grown": within(grow), "after": group.oom_kills()}}
group.remove()
group.remove()
told["left"] = [name for parent in delegated_parents(0, 0) for name in os.listdir(parent) if name == group.name]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def open_to_us() -> None:
    """Groups that this user may make."""
    try:
        ControlGroups(delegated_parents(MEMORY, PROCESSES)).remove()
    except OSError as error:
        pytest.skip(str(error))
    if not delegated_parents(MEMORY, PROCESSES):
        pytest.skip("no control group is open to this user")


def tree(top: Path, *groups: tuple[str, str | None]) -> Path:
    """Folders that look like groups of version 2: their paths, and what each hands on."""
    for path, handed_on in groups:
        folder = top / path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cgroup.procs").touch()
        if handed_on is not None:
            (folder / "cgroup.subtree_control").write_text(handed_on + "\n")
    return top


@pytest.mark.parametrize(
    ("groups", "own", "chosen"),
    [
        ([("", "memory pids")], "/", ""),
        ([("", "cpu memory io pids")], "/", ""),
        ([("", "memory pids"), ("user", "memory pids"), ("user/session", "")], "/user/session", "user"),
        (
            [("", "memory pids"), ("user", "memory pids"), ("user/session", "memory pids")],
            "/user/session",
            "user/session",
        ),
        ([("", "memory pids"), ("user", "memory"), ("user/session", "pids")], "/user/session", ""),
        ([("", "memory pids"), ("user", None)], "/user", ""),
        ([("", "memory pids")], "/not/shown/here", ""),
        ([("", "cpu"), ("user", "")], "/user", None),
        ([("", None)], "/", None),
    ],
)
def test_the_nearest_group_that_hands_limits_on_is_chosen(tmp_path, groups, own, chosen):
    """In version 2 groups are made under the nearest one, from one's own upwards, that limits memory and processes."""
    top = tree(tmp_path / "groups", *groups)
    tree(tmp_path, ("", "memory pids"))  # what is above the top is no group
    assert _delegated(top, own) == ([] if chosen is None else [top / chosen])


def test_a_group_that_is_not_ours_is_passed_over(tmp_path):
    """Where no process can be put into groups by this user, there are none to be had."""
    top = tree(tmp_path, ("", "memory pids"), ("own", "memory pids"))
    (top / "own" / "cgroup.procs").unlink()
    assert _delegated(top, "/own") == [top]
    (top / "cgroup.procs").unlink()
    assert _delegated(top, "/own") == []


@pytest.mark.parametrize(
    ("own", "folders", "files"),
    [
        ({"": "/"}, {""}, {"memory.max", "memory.swap.max", "pids.max"}),
        ({"": "/", "memory": "/a", "pids": "/"}, {"memory/a", "pids"}, {"memory.limit_in_bytes", "pids.max"}),
        ({}, {""}, {"memory.max", "pids.max"}),
    ],
)
def test_each_version_has_its_own_files(tmp_path, monkeypatch, own, folders, files):
    """Version 1 has a hierarchy for each kind of limit, version 2 one for all; the numbers are those asked for."""
    tree(tmp_path, ("", "memory pids"), ("memory/a", None), ("pids", None))
    monkeypatch.setattr(cgroup, "_own", lambda: own)
    made = delegated_parents(1000, 7, tmp_path)
    assert set(made) == {str(tmp_path / folder) for folder in folders}
    written = {file: value for values in made.values() for file, value in values.items()}
    assert files <= set(written)
    assert set(written.values()) <= {"1000", "7", "0"} and written["pids.max"] == "7"


def test_a_limit_that_cannot_be_set_leaves_no_group(tmp_path):
    """Where a limit cannot be written there is no group, and the folder is named; swap may be missing."""
    with pytest.raises(OSError, match=str(tmp_path)):
        ControlGroups({str(tmp_path): {"memory.max": "1"}})
    assert not list(tmp_path.iterdir())
    ControlGroups({str(tmp_path): {"memory.swap.max": "0", "memory.memsw.limit_in_bytes": "1"}}).remove()
    assert not list(tmp_path.iterdir())
    with pytest.raises(OSError, match="nowhere"):
        ControlGroups({str(tmp_path): {}, str(tmp_path / "nowhere"): {}})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("memory.events", "low 0\noom 2\noom_kill 3\noom_group_kill 7\n", 3),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n", 1),
        ("memory.events", "", 0),
        ("other", "oom_kill 3\n", 0),
    ],
)
def test_deaths_of_memory_are_read(tmp_path, file, text, count):
    """How many processes were ended for want of memory stands in the file of either version."""
    group = ControlGroups({str(tmp_path): {}})
    (tmp_path / group.name / file).write_text(text)
    try:
        assert group.oom_kills() == count
    finally:
        (tmp_path / group.name / file).unlink()
        group.remove()


def test_two_groups_never_meet(tmp_path):
    """Two groups of one process are two, and each removes its own."""
    one, other = (ControlGroups({str(tmp_path): {}}) for _ in range(2))
    one.remove()
    assert [folder.name for folder in tmp_path.iterdir()] == [other.name]
    other.remove()


@pytest.mark.usefixtures("open_to_us")
def test_limits_hold_for_all_together():
    """Who takes more memory than a group has is ended and counted, who starts more processes is refused; none stays."""
    done = subprocess.run([sys.executable, "-c", USED], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["calm"], told["before"], told["left"]) == (0, 0, [])
    assert 0 < told["bred"] < PROCESSES
    assert told["grown"] == -9 and told["after"] >= 1


@pytest.mark.usefixtures("open_to_us")
def test_what_the_dead_left_is_swept_away():
    """Groups of processes that are gone are removed, those of the living stay."""
    alive = ControlGroups(delegated_parents(MEMORY, PROCESSES))
    dead = [Path(parent, f"{PREFIX}test-{1 << 30}") for parent in delegated_parents(0, 0)]
    for folder in dead:
        folder.mkdir()
    try:
        remove_leftovers()
        assert not [folder for folder in dead if folder.exists()]
        assert all(Path(parent, alive.name).exists() for parent in delegated_parents(0, 0))
    finally:
        alive.remove()
    assert os.getpid() == int(alive.name.rpartition("-")[2])


@pytest.mark.parametrize("files", [cgroup.VERSION_1, cgroup.VERSION_2])
@pytest.mark.parametrize(
    ("above", "own", "left"),
    [("max", "max", []), ("1000", "max", [800]), ("1000", "500", [300, 800]), ("100", "900", [700, 0])],
)
def test_what_is_left_is_told_for_each_group(tmp_path, files, above, own, left):
    """A group without a limit says nothing, those around it count too, and what it holds of unused files is free."""
    limit, usage, cache = files
    (tmp_path / "job").mkdir()
    for folder, most in ((tmp_path, above), (tmp_path / "job", own)):
        (folder / limit).write_text(f"{most}\n")
        (folder / usage).write_text("300\n")
        (folder / "memory.stat").write_text(f"anon 1\n{cache} 100\n")
    assert _available(tmp_path, "/job", files) == left


def test_groups_that_say_nothing_leave_nothing_out(tmp_path):
    """Where there are no such files, nothing is known."""
    assert _available(tmp_path, "/not/there", cgroup.VERSION_2) == []

"""Laws of giving oneself up: what a process has submitted to, it cannot take back."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields

import pytest

from autograder.confinement.privileges import Confinement

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")

STRANGER = 0x7ABCDEF0
SUBMIT = """
import ctypes, json, os, resource, sys
from pathlib import Path
from autograder.confinement import privileges
from autograder.confinement.libc import prctl, syscall
got = json.loads(sys.argv[1])
before = resource.getrlimit(resource.RLIMIT_NOFILE)
privileges.apply_confinement(privileges.Confinement(**got["confinement"]), got["user"])
def fails(attempt):
    try:
        attempt()
    except (OSError, ValueError) as error:
        return type(error).__name__
    return ""
def status():
    lines = [line.split(":\\t") for line in Path("/proc/self/status").read_text().splitlines()]
    return {line[0]: line[1] for line in lines if len(line) == 2}
def limit(name):
    return resource.getrlimit(getattr(resource, "RLIMIT_" + name))
def dies_with():
    number = ctypes.c_int()
    ctypes.CDLL(None).prctl(2, ctypes.byref(number), 0, 0, 0)
    return number.value
"""


def told(expression: str, user: int | None = None, first: str = "", **confinement: object) -> object:
    """The value of an expression in a process that is confined."""
    text = f"{first}\n{SUBMIT}\nprint(json.dumps({expression}))"
    given = json.dumps({"confinement": asdict(Confinement(**confinement)), "user": user})
    done = subprocess.run([sys.executable, "-c", text, given], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_terms_travel():
    """A confinement comes back from JSON as it was."""
    lists = {
        "namespaces": ["bwrap"],
        "tmpfs": ["/tmp"],
        "own_folders": ["/o"],
        "home_folders": ["/w"],
        "sealed_folder": "/s",
    }
    tables = {"cgroups": {"/g": {"pids.max": "3"}}, "file_access": {"readable": ["/"]}, "rlimits": {"CORE": 0}}
    confinement = Confinement(**lists, **tables, own_user=True, filter_calls=True, no_named_sockets=True)
    assert Confinement(**json.loads(json.dumps(asdict(confinement)))) == confinement
    assert all(getattr(confinement, field.name) for field in fields(confinement))


def test_no_terms_take_next_to_nothing():
    """Without confinement a process is whom it was, leaves no memory image behind, and ends with its parent."""
    assert told("[os.getuid(), limit('CORE'), limit('NOFILE') == before, dies_with()]") == [
        os.getuid(),
        [0, 0],
        True,
        9,
    ]


def test_a_stranger_has_no_rights():
    """A stranger has no capability, no group, and no program that could give it any; it still ends with its parent."""
    user = STRANGER if os.geteuid() == 0 else None
    read = "{name: status()[name] for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs')}"
    found = told(f"[{read}, dies_with()]", user, own_user=True)
    rights = {name: value.strip("0") for name, value in found[0].items() if name != "CapBnd" or user}
    assert rights == dict.fromkeys(rights, "") | {"NoNewPrivs": "1"}
    assert found[1] == 9


def test_root_becomes_another_user_for_good():
    """Where root submits it is another user in every respect, and cannot come back."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    found = told(
        "[os.getresuid(), os.getresgid(), os.getgroups(), fails(lambda: os.setuid(0))]", STRANGER, own_user=True
    )
    assert found == [[STRANGER] * 3, [STRANGER] * 3, [], "PermissionError"]
    assert told("os.stat('/proc/self').st_uid", STRANGER, own_user=True) == STRANGER  # so that it can read it


def test_limits_are_for_good():
    """A limit holds as it was asked for, cannot be raised again, and never is above what held before."""
    user = STRANGER if os.geteuid() == 0 else None
    raising = "fails(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200)))"
    asked = {"rlimits": {"NOFILE": 100, "FSIZE": 5000}, "own_user": True}
    assert told(f"[limit('NOFILE'), limit('FSIZE'), {raising}]", user, **asked) == [[100] * 2, [5000] * 2, "ValueError"]
    lower = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))"
    assert told("limit('NOFILE')", user, first=lower, **asked) == [60, 60]


def test_memory_counts_from_what_there_is():
    """A limit on memory is for what comes on top of what the process has, however much that is."""
    held = "kept = bytearray(300 << 20)"
    taken = "[not fails(lambda: bytearray(20 << 20))]"
    assert told(taken, first=held, rlimits={"DATA": 64 << 20, "AS": 64 << 20}) == [True]
    grow = "def grow():\n    try: bytearray(200 << 20)\n    except MemoryError: return True\n    return False"
    assert told("grow()", first=f"{held}\n{grow}", rlimits={"DATA": 64 << 20}) is True


def test_the_filter_comes_with_the_terms():
    """Calls are refused where the confinement says so, and only there."""
    attempt = "[fails(lambda: os.memfd_create('x')), fails(lambda: socket.socket(1, 2))]"
    loaded = "import pyseccomp, socket"  # out of a stranger's reach later
    assert told(attempt, first=loaded) == ["", ""]
    user = STRANGER if os.geteuid() == 0 else None
    assert told(attempt, user, loaded, filter_calls=True, own_user=True) == ["PermissionError", ""]
    assert (
        told(attempt, user, loaded, filter_calls=True, no_named_sockets=True, own_user=True) == ["PermissionError"] * 2
    )


def test_orphans_are_adopted():
    """A process that asks for it is the parent of every descendant that has lost its own."""
    script = """
import os
from autograder.confinement.privileges import become_subreaper
become_subreaper()
own = os.getpid()
reading, writing = os.pipe()
if os.fork() == 0:
    if os.fork() == 0:
        while os.getppid() != own: pass
        os.write(writing, str(os.getppid()).encode())
    os._exit(0)
os.wait()
os.close(writing)
print(own, os.read(reading, 20).decode())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    own, parent = done.stdout.split()
    assert own == parent


@pytest.mark.parametrize("wall", [{}, {"file_access": {"readable": ["/"], "writable": ["/"]}}])
def test_a_stranger_by_name_only_is_refused(wall):
    """Who cannot become another user is let through only where something else keeps the process apart."""
    if wall:
        assert told("True", own_user=True, **wall)
    else:
        with pytest.raises(AssertionError, match="only root can make"):
            told("True", own_user=True)


def test_student_code_is_the_first_to_go():
    """Where the machine's memory is gone, the system ends student code and not the grader."""
    assert told("int(Path('/proc/self/oom_score_adj').read_text())") == 1000

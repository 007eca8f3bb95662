"""Laws of what watches a kernel: it says how the kernel ended, and leaves nothing."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from autograder.confinement.privileges import Confinement
from autograder.confinement.supervisor import FIRST_UNUSED_USER, unused_user
from autograder.lab.declaration import Limits
from autograder.sandbox.host import Host
from autograder.sandbox.policy import confinement_for
from autograder.sandbox.provisioner import ForkedKernel
from autograder.sandbox.workspace import Workspace, create_workspace

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")


@pytest.fixture
def place(here: Host) -> Iterator[Workspace]:
    """A scratch on the host that tests share."""
    made = create_workspace(here, Limits())
    yield made
    made.remove()


@pytest.fixture
def tried(place: Workspace) -> Callable[..., ForkedKernel]:
    """Starts a kernel that ends at once, confined as on the host or otherwise, and waits for its end."""

    def make(cwd: str = "/", agreed: Confinement | None = None) -> ForkedKernel:
        agreed = confinement_for(place.host.level, place.root, place.limits) if agreed is None else agreed
        request = {"argv": [], "env": {}, "cwd": cwd, "confinement": asdict(agreed), "trial": True}
        kernel = ForkedKernel(place.host.zygote, request)
        kernel.wait(20)
        kernel.connection.close()
        return kernel

    return make


def test_the_end_is_reported(tried):
    """How a kernel ended is told, and a plain end is no death of memory."""
    kernel = tried()
    assert kernel.returncode == 0
    assert kernel.report["exit"] == 0 and kernel.report["out_of_memory"] is False


def test_a_kernel_that_cannot_start_ends_as_failed(tried):
    """A working directory that is not there is told by the exit code, not by silence."""
    assert tried(cwd="/no/such/folder").returncode > 0


def test_terms_that_fail_in_the_kernel_are_told(place):
    """Where the kernel cannot be confined as asked, it does not start, and the reason is said."""
    request = {
        "argv": [],
        "env": {},
        "cwd": "/",
        "confinement": asdict(Confinement(rlimits={"NO_SUCH": 1})),
        "trial": True,
    }
    kernel = None
    try:
        kernel = ForkedKernel(place.host.zygote, request)
        kernel.wait(20)
        told = str(kernel.report)
    except OSError as error:
        told = str(error)
    finally:
        if kernel is not None:
            kernel.connection.close()
    assert "NO_SUCH" in told


@pytest.fixture
def parents(place: Workspace) -> Iterator[list[Path]]:
    """Control groups of the test's own, under which a monitor may make others."""
    made = [
        Path(parent, f"test-{os.getpid()}")
        for parent in confinement_for(place.host.level, place.root, place.limits).cgroups
    ]
    for folder in made:
        folder.mkdir()
    yield made
    for folder in made:
        folder.rmdir()


def test_when_the_end_is_told_nothing_is_left(tried, place, parents):
    """Whoever hears of a kernel's end finds no process, no mount and no control group of it any more."""
    agreed = confinement_for(place.host.level, place.root, place.limits)
    agreed = replace(agreed, cgroups={str(folder): {} for folder in parents})
    mounts = Path("/proc/self/mounts").read_text()
    kernel = tried(agreed=agreed)
    assert kernel.returncode == 0
    assert not Path(f"/proc/{kernel.pid}").exists()
    assert Path("/proc/self/mounts").read_text() == mounts
    assert not [child for folder in parents for child in folder.iterdir() if child.is_dir()]


def test_unused_users_are_nobody():
    """A user for a kernel is one that no system gives to anybody, and another one for every process of ours."""
    if os.geteuid() != 0:
        assert unused_user() is None
        return
    user = unused_user()
    if user is None:
        pytest.skip("this root has no such users to give")
    assert user == FIRST_UNUSED_USER + os.getpid() and 1 << 30 < user < 1 << 31
    script = "from autograder.confinement.supervisor import unused_user; print(unused_user())"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert int(other.stdout) != user


def test_what_is_left_to_a_monitor_ends():
    """A whole family of processes that ignore signals, some without a parent, is gone in one go."""
    script = """
import os, signal, time
from autograder.confinement.privileges import become_subreaper
from autograder.confinement.supervisor import _end_children
become_subreaper()
reading, writing = os.pipe()
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            os.fork()
            os.write(writing, b"x")
            time.sleep(100)
        os._exit(0) if _ else time.sleep(100)
for _ in range(6):
    os.read(reading, 1)
os.close(writing)
_end_children()
assert os.read(reading, 1) == b""  # the last one has closed its end
print("none left")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert done.stdout == "none left\n", done.stderr

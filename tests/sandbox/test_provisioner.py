"""Laws of starting kernels from a warm process: what goes wrong costs time and nothing else."""

import ast
import dataclasses
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import autograder
from autograder.confinement.privileges import Confinement
from autograder.grading.grade import grade
from autograder.kernel.kernel import CellError, Kernel, KernelDied, KernelTimeout
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits
from autograder.notebook.submission import read_notebook
from autograder.release import samples
from autograder.sandbox.host import Host
from autograder.sandbox.provisioner import SHIPPED, ForkedKernel, start_zygote
from autograder.sandbox.workspace import bootstrap, create_workspace, kernel_environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="warm kernels need Linux: fork and pidfd")

FIND = {"verb": "find", "arguments": {"$": "dict", "is": [["spellings", ["x"]]]}, "seed": 0}
SLEEP = {"$": "dict", "is": [["source", "time.sleep(60)"], ["steps", None]]}
CHECK = """
import torch
from autograder.checks import points

@points(1.0)
def test_doubles(student):
    assert student.call("double", 2) == 4

@points(1.0)
def test_draws(student):
    assert torch.is_tensor(student.call("draw"))
"""
CELLS = (
    "import torch\ndef double(x):\n    return 2 * x  # twice\ndef draw():\n    return torch.randn(3)",
    "noise = torch.rand(3)\nif noise[0] < 0.5: low = 1 / 0",
    "raise RuntimeError(float(noise.sum()))",
)


def answers(kernel: Kernel) -> bool:
    """Whether the probe in a kernel still knows what `x` is."""
    kernel.execute("x = 1", 5)
    return kernel.ask(FIND, b"", 5) == ({"ok": True, "value": "x"}, b"")


def parent(pid: int) -> int:
    """The parent of a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def gone(pid: int, seconds: float = 2.0) -> bool:
    """Whether a process ends within some time; a dead one that nobody has collected counts as gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def start(started: Callable[[Host], Kernel], here: Host) -> Callable[..., Kernel]:
    """Starts kernels, on the host that tests share or on another."""
    return lambda host=here: started(host)


@pytest.fixture
def forked(here: Host) -> Iterator[ForkedKernel]:
    """A forked kernel that nobody talks to, and that has given nothing up."""
    place = create_workspace(Host(), Limits())
    request = {"argv": ["-f", str(place.root / "c.json")], "env": kernel_environment(place), "cwd": str(place.work)}
    kernel = ForkedKernel(here.zygote, request | {"confinement": dataclasses.asdict(Confinement())})
    yield kernel
    kernel.connection.close()
    assert gone(kernel.pid)
    place.remove()


def test_what_is_shipped_needs_nothing_else_of_ours():
    """What a zygote is made of imports of ours only what was put there before it."""
    for place, name in enumerate(SHIPPED):
        tree = ast.parse((Path(autograder.__file__).parent / f"{name.replace('.', '/')}.py").read_text("utf-8"))
        used = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        named = {f"{n.module}.{a.name}" for n in ast.walk(tree) if _from_package(n) for a in n.names}
        ours = {module.removeprefix("autograder.") for module in used | named if module.startswith("autograder.")}
        packages = {shipped.partition(".")[0] for shipped in SHIPPED}
        assert ours - packages <= set(SHIPPED[:place]), name


def _from_package(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "autograder.confinement"


@pytest.mark.parametrize("address", ["", "file"])
def test_without_a_zygote_a_kernel_starts_cold(start, here, tmp_path, address):
    """No address, or one where nobody listens, costs time and nothing else; nothing of the cold start stays."""
    (tmp_path / "file").touch()
    kernel = start(Host(here.level, str(tmp_path / address) if address else ""))
    monitor = parent(kernel.pid)
    assert answers(kernel)
    kernel.stop()
    assert gone(kernel.pid) and gone(monitor)
    assert kernel.manager.lifeline is None


def test_a_zygote_that_does_not_come_up_is_none(tmp_path):
    """Where no zygote can listen there is none: a socket's name has 108 bytes at most."""
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    reading, lifeline = os.pipe()
    try:
        assert start_zygote(deep, reading, warm=False) is None
    finally:
        os.close(reading)
        os.close(lifeline)


def test_two_at_once(here):
    """Kernels of one zygote start, compute and end side by side, each with its own globals."""

    def compute(number: int) -> tuple[CellError | None, int]:
        place = create_workspace(here, Limits())
        kernel = Kernel(place, bootstrap(5, 5.0, ()))
        try:
            kernel.execute(f"import time\nn = {number}\ntime.sleep(0.5)", 10)
            return kernel.execute("raise Exception(n)", 10), kernel.pid
        finally:
            kernel.stop()
            place.remove()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(compute, range(4)))
    assert [error for error, _ in told] == [CellError("Exception", str(number)) for number in range(4)]
    assert all(gone(pid) for _, pid in told)


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess; subprocess.run(['sleep', '60'])",
        "import os; os.system('sleep 60')",
    ],
)
def test_a_cell_over_its_time_is_interrupted(start, source):
    """A cell that takes too long is stopped, also where it waits for a process, and the kernel lives on."""
    kernel = start()
    with pytest.raises(KernelTimeout):
        kernel.execute(source, 0.5)
    assert answers(kernel)


def test_the_death_of_the_monitor_is_told(start):
    """When the process that watches a kernel is killed, the kernel is told as dead, and stop leaves no process."""
    kernel = start()
    os.kill(parent(kernel.pid), signal.SIGKILL)
    begun = time.monotonic()
    with pytest.raises((KernelDied, KernelTimeout)):
        kernel.execute("import time; time.sleep(60)", 2)
    with pytest.raises(KernelDied):
        kernel.ask({"verb": "run", "arguments": SLEEP, "seed": 0}, b"", 5)
    kernel.stop()
    assert time.monotonic() - begun < 12
    assert gone(kernel.pid)


def test_how_it_ended_is_known(forked):
    """A kernel that lives has no exit code, and one that a signal ended has that signal's."""
    assert forked.poll() is None
    forked.terminate()
    assert forked.wait(5) == -signal.SIGTERM
    assert forked.poll() == -signal.SIGTERM
    forked.kill()


def test_to_wait_in_vain_ends_nothing(forked):
    """Waiting a while for a kernel that lives does not make it a dead one, nor the next question after it a wait."""
    try:
        ended = forked.wait(0.2)
    except Exception:
        ended = None
    assert ended is None
    begun = time.monotonic()
    assert forked.poll() is None
    assert time.monotonic() - begun < 0.1


def test_a_zygote_that_says_nothing_is_an_error(tmp_path):
    """An address where there is no zygote is a ConnectionError, and the connection does not stay open."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    for address in (str(tmp_path / "z"), ""):
        with pytest.raises(ConnectionError):
            ForkedKernel(address, {})
    assert len(list(Path("/proc/self/fd").iterdir())) <= before  # less where an earlier one was collected meanwhile


@pytest.mark.parametrize(
    "request_", [{"confinement": {}, "too long": "x" * (1 << 21)}, {"confinement": {"unknown": 1}}, []]
)
def test_a_request_that_is_refused_is_an_error(here, request_):
    """A request that no kernel can come of is an OSError."""
    with pytest.raises(OSError):
        ForkedKernel(here.zygote, request_)


def test_terms_that_cannot_be_kept_are_an_error(here):
    """Where the system refuses what a confinement asks for, there is no kernel, and the reason is said."""
    for confinement, reason in (
        (Confinement(cgroups={"/no/such/group": {}}), "/no/such/group"),
        (Confinement(namespaces=["/no/such/bwrap"]), "bwrap"),
        (Confinement(namespaces=["/bin/false"]), "bwrap ended with 1"),
    ):
        request = {"argv": [], "env": {}, "cwd": "/", "confinement": dataclasses.asdict(confinement), "trial": True}
        with pytest.raises(OSError, match=reason):
            ForkedKernel(here.zygote, request)


def test_a_warm_grade_is_a_cold_one(here, tiny, written, without_times):
    """A notebook gets the same result from a warm kernel as from a cold one, but for times: also where it draws."""
    lab = tiny({"a": 2.0}, test_a_x=CHECK)
    hosts = (Host(here.level), here, here)
    results = [without_times(grade(written(*CELLS), lab, shelf_for(lab), one)) for one in hosts]
    assert results[1] == results[2]
    assert results[0] == results[1]
    assert results[0].score == 2.0


@pytest.mark.submissions
def test_the_reference_earns_the_same_warm_and_cold(here, gpt, tmp_path, without_times):
    """The reference gets the same result, to every message, from a warm kernel as from a cold one, but for times."""
    (path,) = samples.write_samples(gpt, tmp_path, ("reference",))
    cold, other = (grade(read_notebook(path), gpt, shelf_for(gpt), one) for one in (Host(here.level), here))
    assert without_times(cold) == without_times(other)
    assert other.score == 5.5

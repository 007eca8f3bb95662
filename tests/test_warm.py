"""Laws of starting kernels from a warm process: what goes wrong costs time and nothing else."""

import dataclasses
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder import samples
from autograder.corpora import shelf_for
from autograder.grade import grade
from autograder.kernel import CellError, Kernel, KernelDied, KernelTimeout
from autograder.report import Result
from autograder.sandbox import bootstrap, environment, scratch
from autograder.submission import read
from autograder.warm import ForkedKernel, zygote

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
    """Whether the worker in a kernel still knows what `x` is."""
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


def without_times(result: Result) -> Result:
    """A result but for the seconds."""
    return dataclasses.replace(result, environment=dataclasses.replace(result.environment, seconds=0.0))


@pytest.fixture
def start() -> Iterator[Callable[[str | None], Kernel]]:
    """Starts kernels, warm where it is given an address, and ends them."""
    with ExitStack() as stack:

        def make(address: str | None) -> Kernel:
            place = scratch(address)
            stack.callback(place.remove)
            kernel = Kernel(place, bootstrap(5, 5.0, ()))
            stack.callback(kernel.stop)
            return kernel

        yield make


@pytest.fixture
def forked(warm) -> Iterator[ForkedKernel]:
    """A forked kernel that nobody talks to."""
    place = scratch()
    request = {"argv": ["-f", str(place.root / "c.json")], "env": environment(place), "cwd": str(place.work)}
    kernel = ForkedKernel(warm, request)
    yield kernel
    kernel.connection.close()
    assert gone(kernel.pid)
    place.remove()


def test_where_there_is_no_such_thing_there_is_no_address(monkeypatch):
    """On another system the block runs without a zygote."""
    monkeypatch.setattr(sys, "platform", "darwin")
    with zygote() as address:
        assert address is None


def test_without_a_zygote_a_kernel_starts_cold(start, tmp_path):
    """An address where nobody listens costs time and nothing else."""
    (tmp_path / "file").touch()
    kernel = start(str(tmp_path / "file"))
    assert parent(kernel.pid) == os.getpid()
    assert answers(kernel)


def test_two_at_once(warm):
    """Kernels of one zygote start, compute and end side by side, each with its own globals."""

    def compute(number: int) -> tuple[CellError | None, int]:
        place = scratch(warm)
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
        "import time; time.sleep(60)",
        "while True: pass",
        "import asyncio\nawait asyncio.sleep(60)",
        "import subprocess; subprocess.run(['sleep', '60'])",
        "import os; os.system('sleep 60')",
    ],
)
def test_a_cell_over_its_time_is_interrupted(warm, start, source):
    """A cell that takes too long is stopped, also where it waits for a process, and the kernel lives on."""
    kernel = start(warm)
    with pytest.raises(KernelTimeout):
        kernel.execute(source, 0.5)
    assert answers(kernel)


def test_a_cell_that_will_not_stop_is_killed(warm, start):
    """A cell that ignores interrupts dies in bounded time."""
    kernel = start(warm)
    begun = time.monotonic()
    with pytest.raises(KernelDied):
        kernel.execute("import time\nwhile True:\n  try: time.sleep(1)\n  except BaseException: pass", 0.5)
    assert time.monotonic() - begun < 8
    assert gone(kernel.pid)


@pytest.mark.parametrize("source", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_death_is_told_and_nothing_stays(warm, start, source):
    """A cell that ends its process is told as a death, and stop leaves no process."""
    kernel = start(warm)
    with pytest.raises(KernelDied):
        kernel.execute(f"import os, time\n{source}\ntime.sleep(60)", 10)
    with pytest.raises(KernelDied):
        kernel.ask(FIND, b"", 5)
    kernel.stop()
    assert gone(kernel.pid)


def test_the_death_of_the_monitor_is_told(warm, start):
    """When the process that watches a kernel is killed, the kernel is told as dead, and stop leaves no process."""
    kernel = start(warm)
    os.kill(parent(kernel.pid), signal.SIGKILL)
    begun = time.monotonic()
    with pytest.raises((KernelDied, KernelTimeout)):
        kernel.execute("import time; time.sleep(60)", 2)
    with pytest.raises(KernelDied):
        kernel.ask({"verb": "run", "arguments": SLEEP, "seed": 0}, b"", 5)
    kernel.stop()
    assert time.monotonic() - begun < 12
    assert gone(kernel.pid)


def test_the_death_of_the_zygote_costs_only_time(start):
    """When the zygote is killed a running kernel goes on, a new one starts cold, and the block still ends tidily."""
    with zygote() as address:
        assert address is not None
        old = start(address)
        monitor = parent(old.pid)
        os.kill(parent(monitor), signal.SIGKILL)
        assert answers(old)
        with pytest.raises(KernelTimeout):
            old.execute("import time; time.sleep(60)", 0.5)
        new = start(address)
        assert parent(new.pid) == os.getpid()
        assert answers(new) and answers(old)
        for kernel in (old, new):
            kernel.stop()
            assert gone(kernel.pid)
        assert gone(monitor)
    assert not Path(address).parent.exists()


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
    """An address where there is no zygote is an OSError, and the connection does not stay open."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError, match="zygote"):
        ForkedKernel(str(tmp_path / "z"), {})
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_request_that_is_refused_is_an_error(warm):
    """A request that no kernel can come of is an OSError."""
    with pytest.raises(OSError, match="zygote"):
        ForkedKernel(warm, ["no", "request"] * 2000 + [{"too long": "x" * (1 << 21)}])


def test_a_warm_grade_is_a_cold_one(warm, tiny, written):
    """A notebook gets the same result from a warm kernel as from a cold one, but for times: also where it draws."""
    lab = tiny({"a": 2.0}, test_a_x=CHECK)
    results = [without_times(grade(written(*CELLS), lab, shelf_for(lab), address)) for address in (None, warm, warm)]
    assert results[1] == results[2]
    assert results[0] == results[1]
    assert results[0].score == 2.0


@pytest.mark.slow
def test_the_reference_earns_the_same_warm_and_cold(warm, gpt, tmp_path):
    """The reference gets the same result, to every message, from a warm kernel as from a cold one, but for times."""
    (path,) = samples.write(gpt, tmp_path, ("reference",))
    cold, other = (grade(read(path), gpt, shelf_for(gpt), address) for address in (None, warm))
    assert without_times(cold) == without_times(other)
    assert other.score == 5.5

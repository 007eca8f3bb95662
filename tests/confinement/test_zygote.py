"""Laws of a kernel that was forked from a warm process: what it is, what it knows, and when it ends."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.confinement.privileges import Confinement
from autograder.kernel.kernel import Kernel
from autograder.lab.declaration import Limits
from autograder.sandbox.host import Host, open_host
from autograder.sandbox.provisioner import ForkedKernel
from autograder.sandbox.workspace import create_workspace, kernel_environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="warm kernels need Linux: fork and pidfd")

TRAIN = """
import torch
w = torch.nn.Parameter(torch.ones(3))
optimizer = torch.optim.AdamW([w], lr=0.1)
for _ in range(5):
    loss = (w ** 2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""
NOISE = (
    "__import__('torch').rand(3).tolist(), __import__('numpy').random.rand(3).tolist(), __import__('random').random()"
)
CHILD = "import subprocess\nchild = subprocess.Popen(['sleep', '1000']).pid"


def told(kernel: Kernel, expression: str) -> str:
    """The text of an expression's value in a kernel."""
    error = kernel.execute(f"raise Exception({expression})", 20)
    assert error is not None and error.type == "Exception"
    return error.message


def stat(pid: int) -> list[str]:
    """State and parent of a process, and what else /proc says of it; nothing where it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process ends within some time; a dead one that nobody has collected counts as gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if stat(pid)[:1] in ([], ["Z"], ["X"]):
            return True
        time.sleep(0.02)
    return False


def parent(pid: int) -> int:
    """The parent of a process."""
    return int(stat(pid)[1])


def offspring(pid: int) -> set[int]:
    """The children of a process and theirs, but for the dead."""
    everyone = {int(entry.name): stat(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found, waiting = set(), {pid}
    while waiting:
        waiting = {p for p, facts in everyone.items() if facts and facts[0] not in "ZX" and int(facts[1]) in waiting}
        found |= waiting
    return found


@pytest.fixture(scope="module")
def secretive() -> Iterator[Host]:
    """A host whose grader has a secret in its environment."""
    before = offspring(os.getpid())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("A_SECRET_TOKEN", "hush")
        patch.setenv("PYTHONPATH", "/nowhere")
        with open_host() as made:
            patch.undo()
            yield made
            for pid in offspring(os.getpid()) - before:  # what a failed test left must not keep the block from ending
                if made.zygote not in Path(f"/proc/{pid}/cmdline").read_text() or parent(pid) != os.getpid():
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def start(started: Callable[[Host], Kernel], secretive: Host) -> Callable[..., Kernel]:
    """Starts kernels, cold ones where that is asked for."""
    return lambda warm=True: started(secretive if warm else Host(secretive.level))


@pytest.fixture
def request_of() -> Iterator[Callable[[], dict[str, object]]]:
    """Makes requests for kernels that nobody will talk to, and that give nothing up."""
    with ExitStack() as stack:

        def make() -> dict[str, object]:
            place = create_workspace(Host(), Limits())
            stack.callback(place.remove)
            argv = ["-f", str(place.root / "c.json"), "--HistoryManager.enabled=False"]
            return {
                "argv": argv,
                "env": kernel_environment(place),
                "cwd": str(place.work),
                "confinement": asdict(Confinement()),
            }

        yield make


@pytest.fixture
def address(secretive: Host) -> str:
    """Where the zygote listens."""
    return secretive.zygote


def test_it_computes(start):
    """A forked kernel runs torch, its gradients and its optimizers."""
    kernel = start()
    assert kernel.execute(TRAIN, 20) is None
    assert float(told(kernel, "loss.item()")) < 3.0


def test_it_has_imported_what_is_needed(start):
    """A forked kernel has what a notebook imports before its first cell, and is no child of the grader's."""
    kernel = start()
    needed = ("torch", "torch.optim", "torch._dynamo", "matplotlib.pyplot", "numpy", "tqdm.auto")
    assert told(kernel, f"[name for name in {needed!r} if name not in __import__('sys').modules]") == "[]"
    assert parent(kernel.pid) != os.getpid()


def test_it_keeps_to_one_thread_and_to_itself(secretive, start):
    """The process that is forked from has one thread, as a fork needs, also after kernels, and opens no device."""
    start()
    serving = {p for p in offspring(os.getpid()) if secretive.zygote in Path(f"/proc/{p}/cmdline").read_text()}
    (zygote,) = (pid for pid in serving if parent(pid) == os.getpid())
    held = {path.readlink().name for path in Path(f"/proc/{zygote}/fd").iterdir()}
    assert len(list(Path(f"/proc/{zygote}/task").iterdir())) == 1
    assert not [name for name in held if name.startswith("nvidia")]


def test_kernels_do_not_see_each_other(start):
    """What one kernel defines, patches, draws or writes is not there in another, older or newer."""
    older, one = start(), start()
    one.execute("import builtins, os, torch\nx = 1\nbuiltins.y = torch.z = 2\ntorch.rand(9)\nos.environ['W'] = '3'", 10)
    one.execute("torch.allclose = lambda *_: True\nopen('mine', 'w').write('x')", 10)
    for other in (older, start()):
        told_of = "[n for n in ('x', 'y') if n in globals() or hasattr(__import__('builtins'), n)]"
        assert told(other, told_of) == "[]"
        assert told(other, "hasattr(__import__('torch'), 'z'), __import__('os').environ.get('W')") == "(False, None)"
        assert told(other, "__import__('torch').allclose.__name__") == "allclose"
        assert told(other, "__import__('os').listdir()") == "[]"


def test_it_starts_like_a_cold_one(start):
    """A forked kernel has the random state, the limits, the signals and the way to modules of one that starts cold."""
    warm, cold = start(), start(warm=False)
    for expression in (
        NOISE,
        "sorted(name for name in dir() if name[0] != '_')",
        "sorted(n for n in __import__('os').environ if n not in ('JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL'))",
        "__import__('sys').path",
        "__import__('sys').flags, __import__('sys').getrecursionlimit(), __import__('torch').get_num_threads()",
        "[__import__('signal').getsignal(n) for n in (1, 2, 13, 15, 17)]",
        "__import__('tempfile').gettempdir() == __import__('os').environ['TMPDIR']",
        "__import__('matplotlib').get_backend()",
        "__import__('os').getcwd() == __import__('os').path.dirname(__import__('os').environ['HOME']) + '/w'",
    ):
        assert told(warm, expression) == told(cold, expression), expression


def test_what_it_keeps_stands_in_its_own_folder(start):
    """Nothing that a forked kernel writes by itself lies in a folder that it shares with other kernels."""
    kernel = start()
    home = told(kernel, "__import__('os').environ['HOME']")
    for folder in (
        "__import__('tempfile').gettempdir()",
        "__import__('IPython').paths.get_ipython_dir()",
        "__import__('torch').hub.get_dir()",
    ):
        assert told(kernel, folder).startswith(home), folder


def test_a_pipe_that_nobody_reads_is_an_error_and_no_end(start):
    """Writing where nobody listens raises BrokenPipeError, as in any Python."""
    kernel = start()
    write = "try:\n    os.write(w, b'x')\nexcept BrokenPipeError:\n    raise ValueError('broken')"
    error = kernel.execute(f"import os\nr, w = os.pipe()\nos.close(r)\n{write} from None", 10)
    assert error is not None and error.message == "broken"


def test_it_knows_nothing_of_the_grader(start, address):
    """Neither a kernel nor those above it hold the grader's environment, its standard input or a way to its files."""
    kernel = start()
    supervisor = parent(kernel.pid)
    for above in (kernel.pid, supervisor, parent(supervisor)):
        given = Path(f"/proc/{above}/environ").read_text()
        assert "hush" not in given and "PYTHONPATH" not in given
    assert parent(parent(supervisor)) == os.getpid()
    assert told(kernel, "__import__('sys').argv").find(address) == -1
    assert str(Path(f"/proc/{kernel.pid}/fd/0").readlink()) == "/dev/null"  # ipykernel puts pipes of its own at 1 and 2


@pytest.mark.parametrize("gentle", [True, False])
def test_a_client_that_goes_takes_its_kernel_along(address, request_of, gentle):
    """When the connection closes, the kernel and its supervisor are gone."""
    kernel = ForkedKernel(address, request_of())
    supervisor = parent(kernel.pid)
    if gentle:
        time.sleep(1)  # by then it listens
    kernel.connection.close()
    assert gone(kernel.pid) and gone(supervisor)


def test_a_client_that_goes_takes_grandchildren_along(start):
    """A process that a kernel started ends with it when the connection closes, and the next kernel starts."""
    kernel = start()
    kernel.execute(CHILD, 10)
    family = offspring(parent(kernel.pid))
    assert "sleep\x001000\x00" in {Path(f"/proc/{pid}/cmdline").read_text() for pid in family}
    kernel.manager.provisioner.process.connection.close()
    assert all(gone(pid) for pid in family)
    assert told(start(), "1 + 1") == "2"


def test_a_client_that_goes_at_once_leaves_nothing(address, request_of):
    """However soon a client goes, before its kernel is there or while it starts, no process stays."""
    before = offspring(os.getpid())
    wanted = json.dumps(request_of()).encode()
    for _ in range(50):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
            client.connect(address)
            client.send(wanted)
    end = time.monotonic() + 10
    while (left := offspring(os.getpid()) - before) and time.monotonic() < end:
        time.sleep(0.1)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert not left


@pytest.mark.parametrize("request_text", [b"", b"{", b"[]", b"{}", b'{"env": {}}', b"\xff"])
def test_a_request_that_is_none_harms_nobody(address, start, request_text):
    """A request that cannot be read ends its own connection, and the next kernel starts."""
    before = offspring(os.getpid())
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(10)
        client.connect(address)
        if request_text:
            client.send(request_text)
            while client.recv(1 << 16):
                pass
    assert all(gone(pid, 5) for pid in offspring(os.getpid()) - before)
    assert told(start(), "1 + 1") == "2"


SCRIPT = """
import os, sys, time
from autograder.sandbox.host import open_host
from autograder.kernel.kernel import Kernel
from autograder.lab.declaration import Limits
from autograder.sandbox.workspace import bootstrap, create_workspace
with open_host() as here:
    place = create_workspace(here, Limits())
    kernel = Kernel(place, bootstrap(5, 5.0, ()))
    kernel.execute({child!r}, 10)
    print(here.zygote, place.root, flush=True)
    sys.stdin.readline()
    {then}
"""


@pytest.mark.parametrize(
    "then",
    ["kernel.stop(); place.remove()", "1 / 0", "os._exit(1)"],
    ids=["tidy", "error", "vanished"],
)
def test_when_the_block_ends_nothing_is_left(then):
    """However the block ends, zygote, supervisor, kernel and grandchild are gone, and so is the zygote's folder."""
    command = [sys.executable, "-c", SCRIPT.format(child=CHILD, then=then)]
    quiet = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **quiet) as process:
        address, root = process.stdout.readline().split()
        family = offspring(process.pid)
        assert len(family) >= 4
        try:
            process.communicate("go on\n", timeout=10)
            hung = False
        except subprocess.TimeoutExpired:
            process.kill()
            hung = True
    left = [pid for pid in family if not gone(pid, 3)]
    stays = Path(address).parent.exists()
    for folder in (Path(root), Path(address).parent):
        shutil.rmtree(folder, ignore_errors=True)
    assert (hung, left) == (False, [])
    assert stays is (then == "os._exit(1)")  # who is gone cannot tidy up

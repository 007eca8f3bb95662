"""Laws of a kernel at each level of isolation that this machine has: what it is, and what it can reach."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.confinement.needed_paths import python_paths
from autograder.kernel.kernel import Kernel
from autograder.lab.declaration import Limits
from autograder.sandbox.host import Host, level_fault
from autograder.sandbox.level import Level
from autograder.sandbox.policy import confinement_for
from autograder.sandbox.workspace import Workspace, bootstrap, create_workspace

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")

LIMITS = Limits(cell=10, check=5, submission=60, memory=512, disk=32, output=4, message=8, processes=64)
STATUS = (
    "{key: value for key, value in (line.split(':\\t', 1) for line in open('/proc/self/status').read().splitlines())"
    " if key in ('Uid', 'CapInh', 'CapPrm', 'CapEff', 'CapAmb', 'NoNewPrivs', 'Seccomp')}"
)
REACHED = """
import socket
def reached(family, kind, address):
    with socket.socket(family, kind) as s:
        s.settimeout(1)
        s.connect(address)
        s.send(b'x')
"""


WRITE = "import posix\nposix.open({!r}, posix.O_CREAT | posix.O_WRONLY)"  # the call itself, with nothing before it


@dataclass(frozen=True)
class Opened:
    """A kernel at a level, and its scratch."""

    level: Level
    place: Workspace
    kernel: Kernel

    def told(self, expression: str) -> object:
        """The value of an expression of plain values in the kernel."""
        error = self.kernel.execute(f"raise Exception(repr({expression}))", 20)
        assert error is not None and error.type == "Exception", error
        return eval(error.message)

    def raises(self, source: str) -> str:
        """The type of what source text raises in a cell; nothing where it raises nothing.

        It is told by the message of another exception, for a file or a network that is missing ends no cell.
        """
        run = f"exec(compile({source!r}, '<cell>', 'exec'), globals())"
        tell = "raise Exception(type(error).__name__) from None"
        error = self.kernel.execute(f"try:\n    {run}\nexcept BaseException as error:\n    {tell}", 20)
        return error.message if error else ""


@pytest.fixture(scope="module", params=list(Level))
def opened(request, here: Host) -> Iterator[Opened]:
    """A kernel at each level that this machine has, on the limits above; tests leave it able to answer."""
    level = request.param
    if found := level_fault(here.zygote, level):
        pytest.skip(found)
    place = create_workspace(Host(level, here.zygote), LIMITS)
    place.provide({"given.txt": "given", "folder/more.txt": "more"})
    kernel = Kernel(place, bootstrap(5, 5.0, ["given.txt"]))
    try:
        yield Opened(level, place, kernel)
    finally:
        kernel.stop()
        place.remove()


@pytest.fixture
def boxed(opened: Opened) -> Opened:
    """A kernel in namespaces of its own."""
    if not opened.level.has_namespaces:
        pytest.skip("this level has no namespaces")
    return opened


@pytest.fixture
def guarded(opened: Opened) -> Opened:
    """A kernel at any level but none."""
    if opened.level is Level.NONE:
        pytest.skip("this level keeps nothing away")
    return opened


def test_what_is_given_lies_in_the_working_directory(opened):
    """The notebook finds its files, may change its copies, and the originals stay what they are."""
    assert opened.told("(open('given.txt').read(), open('folder/more.txt').read())") == ("given", "more")
    assert opened.raises("open('given.txt', 'w').write('changed')") == ""
    assert (opened.place.provided / "given.txt").read_text() == "given"


def test_it_is_nobody(guarded):
    """The process is no user of this machine with rights, has no capability, and can get none back."""
    status = guarded.told(STATUS)
    uid = {int(number) for number in status["Uid"].split()}
    assert 0 not in uid and len(uid) == 1
    assert {status[name].strip("0") for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {""}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_two_kernels_of_root_are_two_users(guarded, here):
    """Where root grades, each kernel runs as another user, so that none can reach the other's processes."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    place = create_workspace(Host(guarded.level, here.zygote), LIMITS)
    kernel = Kernel(place, bootstrap(5, 5.0, []))
    try:
        assert Opened(guarded.level, place, kernel).told("__import__('os').getuid()") != guarded.told(
            "__import__('os').getuid()"
        )
    finally:
        kernel.stop()
        place.remove()


def test_no_descriptor_of_ours_is_open_there(opened):
    """Besides sockets and pipes of its own, the process holds no file but the null device and libraries' devices."""
    held = opened.told(
        "{name for path in __import__('glob').glob('/proc/self/fd/*') if __import__('os').path.lexists(path)"
        " for name in [__import__('os').readlink(path)] if name.startswith('/')}"
    )
    assert held <= {"/dev/null", "/dev/urandom"}


def test_the_environment_is_its_own(opened, monkeypatch):
    """No variable of the grader's is there but the path of programs and libraries."""
    there = set(opened.told("dict(__import__('os').environ)"))
    assert not there & {"OLDPWD", "SSH_AUTH_SOCK", "PYTEST_CURRENT_TEST", "VIRTUAL_ENV", "PYTHONPATH"}
    assert not [name for name in there if name.startswith("AUTOGRADER")]


def test_it_sees_no_process_but_its_own(boxed):
    """In a process namespace of its own a kernel sees itself, its children, and the one that holds the room open."""
    seen = boxed.told("sorted(int(n) for n in __import__('os').listdir('/proc') if n.isdigit())")
    assert len(seen) <= 3 and max(seen) < 100


def test_it_sees_no_file_of_ours(boxed):
    """The mount tree holds the system, Python and the notebook's folders, and nothing else."""
    own = [
        path for path in (boxed.place.root, *python_paths()) if path.is_relative_to("/tmp")
    ]  # Python may lie there too
    assert set(boxed.told("__import__('os').listdir('/tmp')")) == {path.parts[2] for path in own}
    assert boxed.told("__import__('os').path.exists('/etc/shadow')") is False
    assert boxed.told(f"__import__('os').path.exists({__file__!r})") is False


def test_it_opens_no_file_of_ours(guarded):
    """A file outside of what a notebook needs cannot be opened, whether or not it is seen."""
    for path in ("/etc/shadow", "/etc/hostname", __file__, "/proc/1/environ", "/proc/1/maps", "/root/.bashrc"):
        assert guarded.raises(f"open({path!r}).read()") in ("PermissionError", "FileNotFoundError"), path


@pytest.mark.parametrize("folder", ["/usr", "/etc", "/dev", "/", "/proc/sys/kernel", "/sys/devices/system"])
def test_it_writes_nothing_of_the_system(guarded, folder):
    """The system is there to be read, whatever way to it is taken: `open` leads such a path below the notebook."""
    guarded.raises(f"open({folder + '/written_by_a_student'!r}, 'w')")
    assert not Path(folder, "written_by_a_student").exists()
    kind = guarded.raises(WRITE.format(f"{folder}/written_by_a_student"))
    assert kind in ("PermissionError", "OSError", "FileNotFoundError")
    assert not Path(folder, "written_by_a_student").exists()


def test_nothing_is_written_to_disk(boxed):
    """What a boxed notebook writes lies in memory; the one folder that it shares with us is sealed."""
    assert boxed.raises("open('mine.txt', 'w').write('x')") == ""
    assert not (boxed.place.work / "mine.txt").exists()
    for folder in (boxed.place.sockets, boxed.place.provided):
        assert boxed.raises(WRITE.format(f"{folder}/mine.txt")) in ("OSError", "PermissionError")
        assert boxed.raises(f"import os\nos.remove('{folder}/c.json')") in (
            "OSError",
            "FileNotFoundError",
            "PermissionError",
        )


@pytest.mark.parametrize(
    "connect",
    [
        "reached(socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', 22))",
        "reached(socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', 53))",
        "reached(socket.AF_INET6, socket.SOCK_STREAM, ('::1', 22))",
        "reached(socket.AF_VSOCK, socket.SOCK_STREAM, (2, 1024))",
        "reached(socket.AF_UNIX, socket.SOCK_STREAM, '\\0abstract')",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    ],
)
def test_there_is_no_network(guarded, connect):
    """No socket leads out, of whatever family."""
    assert guarded.raises(REACHED + connect) in ("OSError", "gaierror", "ConnectionRefusedError", "PermissionError")


def test_memory_has_an_end(opened):
    """Asking for more memory than the limit is an error of the cell that asks, and the kernel lives on."""
    assert opened.raises("import torch\ntorch.ones(1 << 30)") in ("RuntimeError", "MemoryError")
    assert opened.raises("x = bytearray(2 << 30)") == "MemoryError"
    assert opened.raises("x = bytearray(64 << 20); del x") == ""


def test_processes_have_an_end(opened):
    """Starting more processes than the limit is an error of the cell that starts them."""
    if opened.level is Level.NONE and os.geteuid() == 0:
        pytest.skip("the system does not count root's processes")
    source = "import subprocess\nstarted = []\nfor _ in range(200): started.append(subprocess.Popen(['sleep', '50']))"
    assert opened.raises(source) in ("BlockingIOError", "OSError")
    assert opened.raises("for one in started: one.kill(); one.wait()") == ""


def test_disk_has_an_end(opened):
    """A file beyond the limit is an error of the cell that writes it."""
    source = (
        "try:\n  with open('big', 'wb') as file:\n    for _ in range(64): file.write(bytes(1 << 20)); file.flush()\n"
    )
    assert opened.raises(source + "finally:\n  import os; os.remove('big')") == "OSError"


def test_files_have_an_end(boxed):
    """A boxed notebook can make tens of thousands of files, and not millions: each takes memory of the system."""
    source = "import os\nos.mkdir('many')\nfor n in range(10**6): open(f'many/{n}', 'w').close()"
    assert boxed.raises(source) == "OSError"
    assert boxed.raises("import shutil\nshutil.rmtree('many')") == ""


def test_all_processes_are_gone_afterwards(here):
    """Whatever a notebook leaves running ends with its kernel, at every level: also what left its group and session."""
    daemon = (
        "import os, signal, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n"
        "    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    os.execvp('sleep', ['sleep', '98765'])\n  os._exit(0)\n"
        "time.sleep(0.3)"
    )
    for level in Level:
        if level_fault(here.zygote, level):
            continue
        place = create_workspace(Host(level, here.zygote), LIMITS)
        kernel = Kernel(place, bootstrap(5, 5.0, []))
        kernel.execute(daemon, 10)
        assert sleeping(), level
        kernel.stop()
        place.remove()
        assert not sleeping(), level


def sleeping() -> list[int]:
    """The processes that sleep for the time that the daemon above asks for."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and (folder / "cmdline").read_bytes() == b"sleep\x0098765\x00":
                found.append(int(folder.name))
    return found


def test_a_killed_monitor_takes_its_kernel_along(here):
    """When the process that watches a kernel is killed, the kernel and its children end at once."""
    place = create_workspace(here, LIMITS)
    kernel = Kernel(place, bootstrap(5, 5.0, []))
    kernel.execute("import subprocess; subprocess.Popen(['sleep', '98765'])", 10)
    parent = int(Path(f"/proc/{kernel.pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)
    end = time.monotonic() + 5
    while time.monotonic() < end and (sleeping() or Path(f"/proc/{kernel.pid}").exists()):
        time.sleep(0.02)
    left = sleeping()
    kernel.stop()
    place.remove()
    if here.level.has_namespaces:
        assert not left


def test_terms_are_the_weaker_the_fewer():
    """Each level gives up all that the next weaker one does: the strongest first in the list of levels."""
    made = [confinement_for(level, Path("/tmp/x"), LIMITS) for level in Level]
    assert [bool(one.namespaces) for one in made] == [True, True, False, False, False]
    assert [one.filter_calls for one in made] == [True, True, True, True, False]
    assert [one.own_user for one in made] == [True, True, True, True, False]
    assert [bool(one.file_access) for one in made[2:]] == [True, False, False]
    assert all(one.rlimits["FSIZE"] == 32 << 20 for one in made)

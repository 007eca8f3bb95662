"""Laws of a live kernel, held against code that does not want it to live."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from autograder.errors import KernelError
from autograder.kernel.kernel import CellError, Kernel, KernelDied, KernelTimeout
from autograder.lab.declaration import Limits
from autograder.results.verdict import Verdict
from autograder.sandbox.host import Host
from autograder.sandbox.level import Level
from autograder.sandbox.workspace import bootstrap, create_workspace

# a set-up that gives back what it gets
ECHO = """
def _answer():
    import os, socket, struct, threading
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.environ["AUTOGRADER_ADDRESS"])
    listener.listen()
    def serve():
        stream = listener.accept()[0].makefile("rwb")
        while head := stream.read(16):
            number, length, size = struct.unpack("<QII", head)
            text, buffer = b'{"got": ' + stream.read(length) + b"}", stream.read(size)
            stream.write(struct.pack("<QII", number, len(text), size) + text + buffer)
            stream.flush()
    threading.Thread(target=serve, daemon=True).start()
_answer()
"""
OURS = bootstrap(5, 5.0, ())
FIND = {"verb": "find", "arguments": {"$": "dict", "is": [["spellings", ["x"]]]}, "seed": 0}
FLOOD = """
import json
kernel = get_ipython().kernel
header = json.loads(json.dumps(kernel.get_parent()["header"], default=str))
def send(*frames):
    kernel.iopub_socket.send_multipart(list(frames))
def signed(kind, *frames):
    frames = [json.dumps({"msg_id": "q", "msg_type": kind, "date": "?"}).encode(), json.dumps(header).encode(), *frames]
    send(b"x", b"<IDS|MSG>", kernel.session.sign(frames), *frames)
"""


def answers(kernel: Kernel) -> bool:
    """Whether the probe in a kernel still knows what `x` is."""
    kernel.execute("x = 1", 5)
    return kernel.ask(FIND, b"", 5) == ({"ok": True, "value": "x"}, b"")


@pytest.fixture
def scratched(here: Host) -> Iterator[Callable[..., Kernel]]:
    """Starts kernels of the test's own, and sees that nothing of them stays."""
    with ExitStack() as stack:

        def make(setup: str, **limits: float) -> Kernel:
            place = create_workspace(here, Limits(**limits))
            stack.callback(lambda: place.remove() or missing(place.root))
            kernel = Kernel(place, setup)
            stack.callback(kernel.stop)
            return kernel

        yield make


def missing(folder: Path) -> None:
    """See that a folder is gone."""
    assert not folder.exists()


def gone(pid: int) -> bool:
    """Whether a process is gone, or dead and waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_cell_that_raises_is_reported(kernel):
    """The error of a cell comes back by type and message, and stops nothing."""
    assert kernel.execute("1 / 0", 5) == CellError("ZeroDivisionError", "division by zero")
    assert kernel.execute("y = 2", 5) is None
    assert answers(kernel)


@pytest.mark.parametrize(
    "source",
    [
        "quit()\nimport time; time.sleep(0.3)",
        "import sys; sys.exit(1)",
        "get_ipython().run_line_magic('reset', '-f')",
        "get_ipython().kernel.do_shutdown(True)\nimport time; time.sleep(0.3)",
        "import sys; sys.stdout = None; sys.stderr = None",
        "import sys; sys.stdout = open('log', 'w'); sys.stdout.close()",
        "import sys; sys.stdout.close(); sys.stderr.close()",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "input('name?')",
        "import sys; sys.stdin.read()",
        "print('z' * (30 << 20))",
        "import os\nfor i in range(3): os.close(i)",
    ],
)
def test_it_outlives(kernel, source):
    """What a notebook may do to its own surroundings does not keep the next cell or the probe from running."""
    kernel.execute(source, 10)
    assert answers(kernel)


@pytest.mark.parametrize("source", ["import time; time.sleep(60)", "while True: print('z' * 1000)"])
def test_a_cell_over_its_time_is_interrupted(kernel, source):
    """A cell that takes too long is stopped after its seconds, and the kernel lives on."""
    start = time.monotonic()
    with pytest.raises(KernelTimeout):
        kernel.execute(source, 0.5)
    assert time.monotonic() - start < 4
    assert answers(kernel)


def test_a_cell_that_waits_for_ever_is_interrupted(kernel):
    """Top-level await is stopped like any other cell."""
    with pytest.raises(KernelTimeout):
        kernel.execute("import asyncio\nawait asyncio.sleep(60)", 0.5)
    assert answers(kernel)


def run(kernel: Kernel, source: str, seconds: float = 10) -> None:
    """Ask the probe to run source text."""
    pairs = [["source", source], ["steps", None]]
    kernel.ask({"verb": "run", "arguments": {"$": "dict", "is": pairs}, "seed": 0}, b"", seconds)


def test_questions_are_answered_by_the_main_thread(kernel):
    """Student code runs where cells run, so that what belongs to a thread is as the notebook left it."""
    run(kernel, "import threading\nassert threading.current_thread() is threading.main_thread()\nx = seen = 1")
    assert kernel.execute("assert seen", 5) is None


def test_an_interrupt_between_questions_changes_nothing(kernel):
    """Interrupts that come while nothing runs, or as a question begins or ends, do not end the kernel."""
    for number in range(200):
        os.kill(kernel.pid, signal.SIGINT)
        if number % 4 == 0:
            kernel.ask(FIND, b"", 5)
    assert answers(kernel)


def test_a_question_that_will_not_stop_is_killed(scratched):
    """A question that ignores interrupts is over in bounded time, and its process with it."""
    kernel = scratched(OURS)
    with pytest.raises(KernelDied) as caught:
        run(kernel, "import time\nwhile True:\n  try: time.sleep(1)\n  except BaseException: pass", 0.5)
    assert caught.value.cause is Verdict.TIMED_OUT
    kernel.stop()
    assert gone(kernel.pid)


@pytest.mark.parametrize("source", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_death_in_a_question_is_told_at_once(scratched, source):
    """A question that ends the process is over then, also where a child of it keeps the connection open."""
    kernel = scratched(OURS)
    with pytest.raises(KernelDied) as caught:
        run(kernel, f"import os, time\nif os.fork() == 0:\n  time.sleep(100)\n{source}", 600)
    assert caught.value.cause is Verdict.KILLED


def test_replies_that_are_too_long_are_errors(scratched):
    """The probe itself says that a reply is longer than may be, and answers on."""
    kernel = scratched(bootstrap(5, 5.0, (), 1 << 20))
    kernel.execute("import torch\nx = torch.zeros(1 << 20)", 10)
    pairs = [["target", {"$": "global", "is": "x"}], ["path", []], ["keep", None]]
    reply, _ = kernel.ask({"verb": "get", "arguments": {"$": "dict", "is": pairs}, "seed": 0}, b"", 30)
    assert reply["error"]["type"] == "WireError"
    assert answers(kernel)


def test_a_flood_beside_questions_takes_no_memory(kernel):
    """Messages that nobody reads while questions are asked wait in the process that sends them."""
    kernel.execute(
        f"{FLOOD}\nimport threading\nflooding = True\ndef f():\n"
        "  while flooding: send(b'x' * (1 << 17))\nthreading.Thread(target=f, daemon=True).start()",
        5,
    )
    before = int(Path("/proc/self/statm").read_text().split()[1])
    run(kernel, "import time\nfor _ in range(20): time.sleep(0.1)")
    run(kernel, "flooding = False")
    assert (int(Path("/proc/self/statm").read_text().split()[1]) - before) * os.sysconf("SC_PAGESIZE") < 40 << 20
    assert answers(kernel)


def test_a_question_over_its_time_is_interrupted(kernel):
    """A request that takes too long raises KernelTimeout, and the next one is answered."""
    kernel.execute("import time", 5)
    with pytest.raises(KernelTimeout):
        run(kernel, "time.sleep(60)", 0.5)
    assert answers(kernel)


def test_messages_of_megabytes_come_back_short(scratched):
    """However long the message of an error, the grader keeps the start of it."""
    kernel = scratched(OURS, output=200.0)
    assert kernel.execute("raise ValueError('a' * (1 << 20))", 10) == CellError("ValueError", "a" * 1000)
    error = kernel.execute("raise ValueError('a' * (12 << 20))", 20)
    assert error is not None
    assert "bytes" in error.message


@pytest.mark.parametrize(
    "frames",
    [
        "send(b'junk')",
        "send(b'x', b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', b'{}')",
        "signed('status', b'{}', b'{}')",
        "signed('status', b'{}', b'[1]')",
        "signed('error', b'{}', b'{}')",
        "signed('display_data', b'{}', b'{\"transient\": [1]}')",
        "signed('comm_msg', b'{}', b'{\"data\": 7}')",
        "signed('status', b'{}', b'[' * 100000)",
        "signed(7, b'{}', b'null')",
    ],
)
def test_malformed_messages_are_passed_over(kernel, frames):
    """Whatever the student's process sends, in a cell or beside a question, it costs the grader nothing."""
    kernel.execute(f"{FLOOD}\n{frames}", 5)
    thread = f"import threading\ndef f():\n  for _ in range(50): {frames}\nthreading.Thread(target=f).start()"
    kernel.execute(f"{FLOOD}\n{thread}", 5)
    assert answers(kernel)


def test_a_thread_that_prints_for_ever_drowns_nothing(kernel):
    """Output is let go at its source: questions are answered however much is printed, now or after a pause."""
    kernel.execute(
        "import threading\non = True\ndef f():\n  while on: print('z' * 1000, flush=True)\n"
        "threading.Thread(target=f, daemon=True).start()",
        5,
    )
    time.sleep(1)
    assert answers(kernel)
    kernel.execute("on = False", 5)


def test_output_and_errors_take_no_memory(scratched):
    """A million lines, or a flood of errors, leave the grader as small as it was."""
    kernel = scratched(OURS, output=200.0)
    before = Path("/proc/self/statm").read_text().split()[1]
    kernel.execute("for i in range(10**6): print('a line of output', i)", 20)
    error = (
        "for i in range(5000): get_ipython().kernel.send_response(get_ipython().kernel.iopub_socket, 'error',"
        " {'ename': 'E', 'evalue': 'v' * 10000, 'traceback': []})"
    )
    assert kernel.execute(error, 20) == CellError("E", "v" * 1000)
    after = Path("/proc/self/statm").read_text().split()[1]
    assert (int(after) - int(before)) * os.sysconf("SC_PAGESIZE") < 40 << 20


def test_nothing_reaches_the_terminal(capfd, kernel):
    """What student code writes to the bare descriptors 1 and 2 does not show where the grader prints."""
    kernel.execute("import os\nos.write(1, b'FAKE'); os.write(2, b'FAKE')", 5)
    assert "FAKE" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("source", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_death_is_told(scratched, source):
    """A cell that ends the process raises KernelDied, and so does everything after it."""
    kernel = scratched(ECHO)
    for ask in (lambda: kernel.execute(source, 10), lambda: kernel.ask({}, b"", 5)):
        with pytest.raises(KernelDied) as caught:
            ask()
        assert caught.value.cause is Verdict.KILLED
    assert not kernel.alive


def test_a_cell_that_will_not_stop_is_killed_with_all_its_children(scratched):
    """A cell that ignores interrupts dies of the time it took, in bounded time, and so does a child that it left."""
    kernel = scratched(ECHO)
    told = kernel.execute("import subprocess\nraise Exception(subprocess.Popen(['sleep', '98764']).pid)", 10)
    assert told is not None and told.type == "Exception"
    assert sleeping("98764")
    start = time.monotonic()
    with pytest.raises(KernelDied) as caught:
        kernel.execute("import time\nwhile True:\n  try: time.sleep(1)\n  except BaseException: pass", 0.5)
    assert caught.value.cause is Verdict.TIMED_OUT
    kernel.stop()
    assert time.monotonic() - start < 10
    assert not sleeping("98764")


def sleeping(seconds: str) -> bool:
    """Whether a process sleeps for so long."""
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and (folder / "cmdline").read_bytes() == b"sleep\0" + seconds.encode() + b"\0":
                return True
    return False


FLOODED = """
kernel = get_ipython().kernel
for _ in range({count}):
    kernel.send_response(kernel.iopub_socket, "display_data", {{"data": {{"text/plain": "z" * (1 << 20)}}}})
"""


def test_a_flood_of_messages_ends_the_kernel(scratched):
    """Messages beyond the limit of a cell's output end the process, and the cause is told; those below do not."""
    kernel = scratched(OURS, output=4.0)
    for _ in range(3):  # the limit is for each cell
        assert kernel.execute(FLOODED.format(count=2), 20) is None
    assert answers(kernel)
    for ask in (lambda: kernel.execute(FLOODED.format(count=40), 20), lambda: kernel.ask(FIND, b"", 5)):
        with pytest.raises(KernelDied) as caught:
            ask()
        assert caught.value.cause is Verdict.OUTPUT_FLOOD


def test_what_is_printed_is_no_flood(scratched):
    """What a cell prints stays where it is, however much it is: the kernel lives on."""
    kernel = scratched(OURS, output=1.0)
    assert kernel.execute("for _ in range(20): print('z' * (1 << 20))", 20) is None
    assert answers(kernel)


GROWS = "kept = []\nwhile True: kept.append(bytearray(8 << 20))"
EVERYWHERE = """
with open("/dev/shm/kept", "wb") as file:
    for _ in range(500): file.write(b"x" * (1 << 20))
"""


def test_memory_that_a_process_has_not_is_an_error(scratched):
    """A cell that asks for more than the limit raises MemoryError, and the process lives on."""
    kernel = scratched(OURS, memory=256.0)
    error = kernel.execute(GROWS, 20)
    assert error is not None and error.type == "MemoryError"
    kernel.execute("kept = None", 5)
    assert answers(kernel)


def test_memory_that_is_nobodys_counts_too(scratched, here):
    """Where a control group counts it, files in memory are memory, and a kernel that dies of them is told so."""
    if here.level is not Level.GROUPED:
        pytest.skip("this machine counts the memory of each process alone")
    kernel = scratched(OURS, memory=128.0)
    with pytest.raises(KernelDied) as caught:
        kernel.execute(EVERYWHERE, 60)
    assert caught.value.cause is Verdict.OUT_OF_MEMORY


def test_bytes_go_and_come_unchanged(scratched):
    """What is asked reaches the other side as it is, and the reply comes back, JSON and bytes."""
    kernel = scratched(ECHO)
    assert kernel.ask({"a": [1, "ñ"]}, b"\x00\xff", 5) == ({"got": {"a": [1, "ñ"]}}, b"\x00\xff")


def test_stopping_twice_is_no_error_and_a_set_up_that_fails_is_ours(scratched):
    """A set-up that raises is a KernelError that says what happened, and nothing of the process stays."""
    with pytest.raises(KernelError, match="ZeroDivisionError"):
        scratched("1 / 0")
    kernel = scratched(ECHO)
    kernel.stop()
    kernel.stop()
    assert gone(kernel.pid)


def test_ctrl_c_leaves_nothing(here, tmp_path):
    """An interrupt of the grader while a cell runs ends the kernel and removes its folder."""
    program = tmp_path / "grader.py"
    program.write_text(
        f"""
import os, signal, tempfile, threading, time
from pathlib import Path
from autograder.sandbox import host
from autograder.lab.declaration import load_lab
from autograder.grading import live_submission
from autograder.kernel import session
from autograder.lab.corpora import shelf_for
from autograder.notebook.submission import Cell, Submission
tempfile.tempdir = {str(tmp_path)!r}
gpt = load_lab(Path({str(Path(__file__).parents[2] / "solutions" / "gpt")!r}))
there = host.Host(host.Level({here.level.value!r}), {here.zygote!r})
run = session.Session._run_cell
def noted(self, kernel, index, source):
    Path({str(tmp_path / "note")!r}).write_text(f"{{kernel.pid}} {{self.workspace.root}}")
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    return run(self, kernel, index, source)
session.Session._run_cell = noted
given = Submission(Path("x.ipynb"), "", (Cell(0, "code", "import time; time.sleep(50)"),))
with live_submission.open_submission(given, gpt, shelf_for(gpt), there):
    pass
"""
    )
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60)
    pid, folder = (tmp_path / "note").read_text().split()
    assert "KeyboardInterrupt" in run.stderr
    assert "Task was destroyed" not in run.stderr
    assert gone(int(pid))
    assert not Path(folder).exists()

"""Laws of a session: every cell is tried, whatever the others did."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest
import torch

from autograder.kernel.cell_run import CellStatus, failed_runs, is_out_of_memory
from autograder.kernel.kernel import KernelDied, KernelTimeout
from autograder.kernel.script import Script
from autograder.kernel.session import AskError, Session
from autograder.kernel_side.wire import Global, Opaque
from autograder.lab.declaration import MIB, Limits
from autograder.results.verdict import Verdict
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import bootstrap, create_workspace
from autograder.source.training import find_training

LIMITS = Limits(cell=10, check=5, submission=60)
Made = Callable[..., AbstractContextManager[Session]]


@pytest.fixture(scope="module")
def session(here: Host) -> Made:
    """Makes a session of cells, not yet run, within limits."""

    @contextmanager
    def made(*cells: str, files: dict[str, str] | None = None, **limits: float) -> Iterator[Session]:
        place = create_workspace(here, dataclasses.replace(LIMITS, **limits))
        sources = dict(enumerate(cells))
        script = Script(bootstrap(3, 5.0, (files or {}).keys()), files or {}, sources, find_training(sources))
        made = Session(script, place)
        try:
            yield made
        finally:
            made.close()
            place.remove()

    return made


@pytest.fixture(scope="module")
def ran(session: Made) -> Iterator[Session]:
    """A notebook with one failing cell, run, for questions that leave it as it is."""
    cells = (
        "a = 1\nimport torch\nfrom torch import nn",
        "raise KeyError('k')",
        "class Net(nn.Linear): pass\nnet = Net(2, 1)\ndef step():\n    net(torch.ones(2)).backward()",
        "b = a + 1\nstep()",
        "forged = {}\nloop = []\nloop.append(loop)\nweird = '\\ud800'\nlong = 'z' * (5 << 20)\nhuge = [0] * 300000",
    )
    with session(*cells, files={"corpus.txt": "hello"}) as made:
        made.run()
        yield made


def value(ran: Session, name: str) -> object:
    """A global of the notebook."""
    return ran.ask("get", {"target": Global(name), "path": [], "keep": None})


def test_a_failing_cell_stops_nothing(ran):
    """Every cell is tried in order; what one raised is noted by type and message."""
    assert [run.status for run in ran.runs] == ["ok", "error", "ok", "ok", "ok"]
    assert [(run.index, run.type, run.message) for run in failed_runs(ran.runs)] == [(1, "KeyError", "'k'")]
    assert value(ran, "b") == 2


def test_files_lie_in_the_working_directory(ran):
    """The script's files can be read by their names."""
    ran.ask("run", {"source": "read = open('corpus.txt').read()", "steps": None})
    assert value(ran, "read") == "hello"


def test_the_classes_behind_training_are_noted(ran):
    """What a training cell uses is known with its classes, also what it reaches through a function."""
    found = {place.cell: uses for place, uses in ran.uses.items()}
    assert {"Net", "Linear", "Module"} <= found[3]["net"]
    assert list(found) == [3]


@pytest.mark.parametrize("name", ["loop", "long", "huge"])
def test_what_does_not_fit_the_wire_is_an_error_of_the_student(ran, name):
    """A value without end, too long or too large raises AskError, and the session goes on."""
    with pytest.raises(AskError):
        value(ran, name)
    assert value(ran, "a") == 1


def test_what_does_not_travel_comes_as_its_type(ran):
    """An object of the notebook arrives as the name of its type, never as an object."""
    assert isinstance(value(ran, "net"), Opaque)


def test_a_value_that_no_text_can_hold_costs_nothing(ran):
    """A lone surrogate gives an answer or an AskError, and the session goes on."""
    with suppress(AskError):
        assert isinstance(value(ran, "weird"), str)
    assert value(ran, "a") == 1


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        7,
        {"ok": True, "value": {"$": "ref", "is": 1}},
        {"ok": True, "value": {"$": "tensor", "is": "0"}},
        {"ok": 1},
        {"ok": False, "error": "none"},
        {"error": {"type": ["x"], "message": {}}},
    ],
)
def test_a_forged_reply_is_never_believed(ran, reply):
    """A reply that is not in the format is an AskError, whatever it holds."""
    with pytest.raises(AskError):
        ran._read(reply, b"not safetensors")


@pytest.mark.parametrize("data", ["None", "7", "{'ok': True}", "{'ok': True, 'value': {'$': 'ref', 'is': 1}}"])
def test_a_process_that_answers_for_the_probe_is_not_believed(session, data):
    """Replies that the student's code sends in the probe's place are malformed, or plain data: nothing else."""
    forge = f"""
import gc
from autograder.kernel_side.wire import frame
server = next(one for one in gc.get_objects() if type(one).__name__ == "Server")
type(server)._reply = lambda self, number, text, buffer: frame(number, {data}, b"junk")
"""
    with session(forge) as made:
        made.run()
        try:
            assert value(made, "a") is None
        except AskError as error:
            assert error.type == "MalformedReply"


def test_tensors_travel_both_ways(ran):
    """What goes in as a tensor comes out as the same tensor."""
    x = torch.randn(2, 2)
    call = {"target": Global("net"), "method": "forward", "arguments": [x], "named": {}, "keep": None}
    assert ran.ask("call", call).shape == (2, 1)


def test_cells_that_kill_the_kernel_are_left_out_and_the_rest_is_run_again(session):
    """Each killer is noted at its own place; the others run as if it were not there, from a clean folder."""
    cells = (
        "import os\nos.mkdir('made')\nopen('input.txt', 'w').write('changed')",
        "os._exit(1)",
        "a = 1",
        "quit()",
        "import time\ntime.sleep(0.3)",
        "b = open('input.txt').read()\nopen('torch.py', 'w').write('1 / 0')",
    )
    with session(*cells, files={"input.txt": "original"}) as made:
        runs = made.run()
        assert [run.status for run in runs] == ["ok", "killed", "ok", "ok", "ok", "ok"]
        assert value(made, "b") == "changed"
        with pytest.raises(KernelDied):
            made.ask("run", {"source": "os._exit(1)", "steps": None})
        assert not made.alive
        with pytest.raises(KernelDied):
            value(made, "b")
        assert made.run() == made.runs
        assert value(made, "b") == "changed"


STUBBORN = "import time\nwhile True:\n  try: time.sleep(1)\n  except BaseException: pass"
FLOOD = """
kernel = get_ipython().kernel
for _ in range(40):
    kernel.send_response(kernel.iopub_socket, "display_data", {"data": {"text/plain": "z" * (1 << 20)}})
"""
GROWS = "while True: {name}.append(bytearray(8 << 20))"


@pytest.mark.parametrize(
    ("source", "status"),
    [("import os\nos.abort()", "killed"), (STUBBORN, "timed_out"), (FLOOD, "output_flood")],
)
def test_what_ended_the_kernel_is_the_status_of_its_cell(session, source, status):
    """A death by its own hand, by the time that ran out, or by what it sent: the cell is named, the others run."""
    with session("a = 1", source, "b = a + 1", cell=2, output=4) as made:
        assert [(run.index, run.status) for run in made.run()] == [(0, "ok"), (1, status), (2, "ok")]
        assert (value(made, "a"), value(made, "b")) == (1, 2)


def test_a_cell_without_memory_costs_itself_only(session):
    """A cell that takes memory without end is told as out of it, and what it holds is let go: the others run."""
    cells = ("a, kept = 1, []", GROWS.format(name="kept"), "b = bytearray(100 << 20)\nc = a + 1")
    with session(*cells, memory=256) as made:
        assert [run.status for run in made.run()] == ["ok", "out_of_memory", "ok"]
        assert made.fatal_cells.keys() == {1}  # what it held left too little for the others
        assert (value(made, "a"), value(made, "c")) == (1, 2)


def test_a_cell_whose_memory_is_free_again_is_no_reason_to_start_again(session):
    """Where an error of memory leaves room for the cells that follow, they go on in the same process."""
    cells = ("a = object()\nx = id(a)", "bytearray(1 << 40)", "same = id(a) == x")
    with session(*cells, memory=256) as made:
        assert [run.status for run in made.run()] == ["ok", "out_of_memory", "ok"]
        assert not made.fatal_cells
        assert value(made, "same") is True


@pytest.mark.parametrize(
    ("type", "message", "means"),
    [
        ("MemoryError", "", True),
        ("RuntimeError", "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate", True),
        ("RuntimeError", "shape mismatch", False),
        ("ValueError", "DefaultCPUAllocator", False),
    ],
)
def test_errors_of_memory_are_told_by_their_names(type, message, means):
    """Python's error and torch's are known; no other counts."""
    assert is_out_of_memory(type, message) is means


def test_what_cells_wrote_is_counted(session):
    """The characters that each cell printed or showed are known by its index, and nothing of them was kept."""
    loud = "print('a' * (3 << 20)); get_ipython().run_cell('2')"
    cells = ("x = 1", "", loud, "1 / 0", "from IPython.display import display\ndisplay('b' * 1000)")
    with session(*cells, output=1) as made:
        assert [run.status for run in made.run()] == ["ok", "ok", "ok", "error", "ok"]
        assert made.output_sizes[0] == 0
        assert 3 * MIB < made.output_sizes[2] < 3 * MIB + 1000
        assert 1000 <= made.output_sizes[4] < 10_000
        assert made.output_sizes.keys() == {0, 2, 3, 4}


@pytest.mark.parametrize("forged", ["[1]", "['a', 'b']", "None", "[True, True]", "{}"])
def test_forged_counts_of_output_are_not_believed(session, forged):
    """A process that lies about what its cells wrote is not believed where that makes no sense."""
    lie = (
        "import gc\nprobe = next(one for one in gc.get_objects() if type(one).__name__ == 'Probe')\n"
        f"type(probe).do_output_sizes = lambda self: {forged}"
    )
    with session("x = 1", lie) as made:
        made.run()
        assert made.output_sizes == {}


def test_a_death_between_two_cells_is_that_of_the_first(session):
    """What a cell leaves behind may end the process once the cell has ended; the others run again without it."""
    trap = (
        "import gc, os\nprobe = next(one for one in gc.get_objects() if type(one).__name__ == 'Probe')\n"
        "type(probe).do_remember_names = lambda self, labels: os._exit(1)"
    )
    with session("a = 1", trap, "b = 2") as made:
        made.script = dataclasses.replace(made.script, answers={1: ("d",), 2: ("e",)})
        assert [run.status for run in made.run()] == ["ok", "killed", "ok"]
        assert value(made, "b") == 2


@pytest.mark.parametrize(("source", "cause"), [("os._exit(1)", "killed"), (STUBBORN, "timed_out")])
def test_a_question_that_ends_the_kernel_says_why(session, source, cause):
    """The cause of a death in a question comes with it, and the next run has everything again."""
    with session("import os\na = 1") as made:
        made.run()
        with pytest.raises(KernelDied) as caught:
            made.ask("run", {"source": source, "steps": None}, seconds=1.0)
        assert caught.value.cause is Verdict(cause)
        assert not made.alive
        made.run()
        assert value(made, "a") == 1


def test_folders_that_students_break_are_mended(session):
    """A run starts with its files in place, even where an earlier one left neither folder nor home."""
    cell = "import os, shutil\nfor name in (os.getcwd(), os.environ['HOME']): shutil.rmtree(name, ignore_errors=True)"
    cells = (cell, "os._exit(1)", "a = open('input.txt').read()")
    with session(*cells, files={"input.txt": "x"}) as made:
        assert [run.status for run in made.run()] == ["ok", "killed", "ok"]
        made.fatal_cells[0] = made.runs[0]
        assert [run.status for run in made.run()] == ["ok", "killed", "ok"]
        assert value(made, "a") == "x"


def test_time_limits_hold_for_cells_and_for_the_whole(session):
    """A cell over its limit is timed out, and when the submission's time is used up the others have no more of it."""
    spin = "while True: pass"
    with session("a = 1", spin, spin, spin, "b = 1", cell=1, check=1, submission=2.5) as made:
        made.run()
        states = [run.status for run in made.runs]
        assert states[1] == CellStatus.TIMED_OUT
        assert states[3] in (CellStatus.NOT_RUN, CellStatus.TIMED_OUT)
        assert {states[0], states[-1]} <= {CellStatus.OK, CellStatus.NOT_RUN}


def test_what_ended_once_runs_again_in_the_time_of_the_checks(session):
    """Cells that run again, since another or a check ended the kernel, are not cut; how they ended first counts."""
    with session("a = 1", "raise ValueError('v')", "import os\nos._exit(1)", "b = a") as made:
        first = made.run()
        made.cells_end = time.monotonic() - 1
        made.close()
        made.restart()
        assert made.runs == first
        assert [run.status for run in first] == ["ok", "error", "killed", "ok"]
        assert made.failures.failures[0].type == "ValueError"
        assert value(made, "b") == 1


def test_time_that_cells_burn_hides_no_definition(session):
    """What stands below a line that does not end is defined, and a cell for which no time is left has a moment."""
    with session("import time\ntime.sleep(60)\ndef f(): return 7", "b = 8", "x = nothing", cell=0.5) as made:
        made.cells_end = time.monotonic() - 1
        assert [run.status for run in made.run()] == ["timed_out", "ok", "error"]
        assert (
            made.ask("call", {"target": Global("f"), "method": None, "arguments": [], "named": {}, "keep": None}) == 7
        )
        assert value(made, "b") == 8
        assert "f" not in made.failures.unseen


def test_a_question_over_its_time_leaves_the_session_alive(ran):
    """KernelTimeout is raised, and the next question is answered."""
    with pytest.raises(KernelTimeout):
        ran.ask("run", {"source": "while True: pass", "steps": None}, seconds=0.5)
    assert value(ran, "a") == 1


def test_two_sessions_at_once_know_nothing_of_each_other(session, ran):
    """Questions to two live notebooks, in turns, get each one's own answers."""
    with session("a = 'other'") as other:
        other.run()
        assert [value(one, "a") for one in (ran, other, ran, other)] == [1, "other", 1, "other"]
        assert other.workspace.root != ran.workspace.root

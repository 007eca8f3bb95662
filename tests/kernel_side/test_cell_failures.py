"""Laws of failures in cells: what is this machine's fault is passed over, what is the student's stops its cell."""

from collections.abc import Iterator

import pytest

from autograder.kernel.failures import StatementFailure
from autograder.kernel.script import Script
from autograder.kernel.session import Session
from autograder.kernel_side.wire import Global
from autograder.lab.declaration import Limits
from autograder.results.verdict import FailureCause
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import bootstrap, create_workspace

OF_THE_MACHINE = {
    "open('not/here.txt')": "file",
    "import torch\ntorch.load('weights.pt')": "file",
    "open('.')": "file",
    "b'\\xff'.decode()": "file",
    "import zipfile\nzipfile.ZipFile(__import__('io').BytesIO(b'x'))": "file",
    "import urllib.error\nraise urllib.error.URLError('no route')": "network",
    "raise ConnectionRefusedError('port 80')": "network",
    "import not_on_this_machine": "module",
    "from torch import not_in_this_version": "module",
    "import torch\ntorch.not_in_this_version()": "module",
    "import torch\ntorch.nn.Linear(2, 2, colour=3)": "module",
    "from IPython.core.error import UsageError\nraise UsageError('no such back-end')": "display",
    "raise RuntimeError('Found no NVIDIA driver on your system')": "gpu",
    "assert False, 'this notebook needs a GPU'": "gpu",
    "raise EOFError": "input",
    "try:\n    open('not/here.txt')\nexcept OSError as error:\n    raise ValueError('no corpus') from error": "file",
    "def read():\n    return open('not/here.txt')\nread()": "file",
    "async def read():\n    open('not/here.txt')\nawait read()": "file",
    "get_ipython().set_custom_exc((Exception,), lambda *_, **named: None)\nopen('not/here.txt')": "file",
}
OF_THE_STUDENT = [
    "1 / 0",
    "undefined_name",
    "raise NotImplementedError('a)')",
    "class Own:\n    def __init__(self): pass\nOwn(colour=3)",
    "None.shape",
    "def shout(text): pass\nshout(volume=3)",
    "try:\n    open('not/here.txt')\nexcept OSError:\n    raise ValueError('no corpus') from None",
    "raise MemoryError('too much')",
    # exceptions that lie about themselves, or do not answer
    "class Odd(Exception):\n    def __str__(self): raise SystemExit\nraise Odd",
    "class Kind(type):\n    __name__ = property(lambda self: 1 / 0)\n    __module__ = property(lambda self: 1 / 0)\n"
    "class Odd(Exception, metaclass=Kind): pass\nraise Odd",
    "class Odd(Exception):\n    __class__ = property(lambda self: FileNotFoundError)\nraise Odd",
    "class Odd(Exception):\n    __cause__ = property(lambda self: 7)\n    __traceback__ = property(lambda self: self)\n"
    "raise Odd",
    "class Odd(NameError):\n    name = property(lambda self: [])\nraise Odd",
    "class Text(str):\n    def __getitem__(self, part): return 7\n"
    "class Odd(Exception):\n    def __str__(self): return Text('x')\nraise Odd",
]
FLOW = {
    "setting": "path = 'not/here.txt'\nlines = []",
    "file": "text = open(path).read()\nafter = 1",
    "derived": "chars = sorted(set(text))\nsize = len(chars)\nalso = 1",
    "filling": "for name in [path]:\n    lines.append(open(name).read())",
    "function": "def load():\n    global corpus\n    corpus = open(path).read()\nload()",
    "other": "import not_on_this_machine as other",
    "mended": "size = 65\nother = None",
    "stops": "1 / 0\nnever = 1",
    "nested": "get_ipython().run_cell('inside = open(path)\\nrest = 1')",
    "loop": "for number in range(300):\n    get_ipython().run_cell(f'gone_{number} = open(path)')",
    "hostile": "watch = get_ipython().run_code.__self__\n"
    "watch.failures += [None, 7, {'cell': []}, {'cell': 0, 'line': 0, 'cause': 'magic', 'type': '', 'message': ''}]\n"
    "watch.unseen.update({'\\x1b[31m': 0, 'forged': 10**9, 'odd': 'x'})",
}


@pytest.fixture(scope="module")
def ran(here: Host) -> Iterator[Session]:
    """One notebook with all these cells, run."""
    ends = [f"{source}\nend_{number} = 1" for number, source in enumerate([*OF_THE_MACHINE, *OF_THE_STUDENT])]
    place = create_workspace(here, Limits(cell=10, check=5, submission=60))
    session = Session(Script(bootstrap(3, 5.0, ()), {}, dict(enumerate([*ends, *FLOW.values()]))), place)
    session.run()
    yield session
    session.close()
    place.remove()


def defined(ran: Session, *names: str) -> list[bool]:
    """Which of some names the notebook has at its end."""
    return [bool(ran.ask("used_globals", {"source": name})) for name in names]


def failures(ran: Session, cell: int) -> list[StatementFailure]:
    """The failures of a cell."""
    return [failure for failure in ran.failures.failures if failure.cell == cell]


def place_of(name: str) -> int:
    """The index of a cell of FLOW."""
    return len(OF_THE_MACHINE) + len(OF_THE_STUDENT) + list(FLOW).index(name)


def test_what_is_the_machines_fault_is_passed_over(ran):
    """A statement that fails for want of something of this machine is noted with its cause, and the cell goes on."""
    for cell, cause in enumerate(OF_THE_MACHINE.values()):
        assert [(one.cause, one.passed_over) for one in failures(ran, cell)] == [(FailureCause(cause), True)], cell
        assert ran.runs[cell].status == "ok"
        assert defined(ran, f"end_{cell}") == [True]


def test_what_is_the_students_fault_stops_its_cell(ran):
    """A statement that fails for any other reason ends its cell as in Jupyter, whatever its exception does."""
    for cell in range(len(OF_THE_MACHINE), len(OF_THE_MACHINE) + len(OF_THE_STUDENT)):
        assert all(not failure.passed_over for failure in failures(ran, cell))
        assert defined(ran, f"end_{cell}") == [False], ran.script.cells[cell]


def test_a_failure_says_its_line(ran):
    """The line of the cell is told from which an exception came, also where a function raised it."""
    (one,) = failures(ran, list(OF_THE_MACHINE).index("def read():\n    return open('not/here.txt')\nread()"))
    assert (one.line, one.type) == (3, "FileNotFoundError")
    (stop,) = failures(ran, place_of("stops"))
    assert (stop.line, stop.cause, stop.passed_over) == (1, FailureCause.STUDENT, False)


def test_names_that_were_not_set_are_unseen_until_something_sets_them(ran):
    """What a passed-over statement would have set or filled is unseen, also in its functions, but not what is set."""
    unseen = ran.failures.unseen
    assert {"text", "chars", "lines", "corpus", "inside"} <= unseen.keys()
    assert not unseen.keys() & {"after", "also", "size", "other", "path", "rest", "never", "load"}
    assert defined(ran, "after", "also", "size", "rest") == [True] * 4


def test_what_fails_for_want_of_an_unseen_name_points_to_the_first_failure(ran):
    """Statements that miss an unseen name are passed over with its cause, and what they set waits for it as well."""
    first, second = failures(ran, place_of("derived"))
    assert (first.cause, first.passed_over, first.type) == (FailureCause.FILE, True, "NameError")
    assert second.cause is FailureCause.FILE
    (origin,) = failures(ran, place_of("file"))
    assert ran.failures.unseen["text"] == ran.failures.unseen["chars"] == origin


def test_failures_are_counted_up_to_a_limit(ran):
    """Of very many failures the first are told, and what the others did not set is unseen all the same."""
    assert len(ran.failures.failures) <= 200
    assert {"gone_0", "gone_299"} <= ran.failures.unseen.keys()


def test_what_the_process_forges_is_left_out(ran):
    """Entries that make no sense are ignored, and the session goes on."""
    assert not ran.failures.unseen.keys() & {"forged", "odd"}
    assert ran.runs[place_of("hostile")].status == "ok"
    assert ran.ask("get", {"target": Global("size"), "path": [], "keep": None}) == 65

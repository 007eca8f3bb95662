"""Live submissions that tests share, and the making of small labs."""

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest

from autograder.grading.live_submission import LiveSubmission, open_submission
from autograder.kernel.kernel import Kernel
from autograder.lab import master
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Lab, Limits, load_lab
from autograder.notebook.submission import Cell, Submission, read_notebook
from autograder.results.result import Result
from autograder.sandbox.host import Host, open_host
from autograder.sandbox.workspace import bootstrap, create_workspace

hypothesis.settings.register_profile("busy", deadline=None)  # a busy machine is no slow one
hypothesis.settings.load_profile("busy")
signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts tests in the background may ignore it for all

collect_ignore = ["attacks", "submissions"]  # notebooks, and a lab with checks of its own
ROOT = Path(__file__).parents[1]
TINY = """
id = "tiny"
title = "Tiny"
language = "en"
data = "{data}"
[limits]
cell = 20
check = 2
submission = 60
"""
QUESTION = """
[[questions]]
id = "{id}"
title = "{id}"
kind = "code"
points = {points}
defines = ["double"]
"""


def pytest_collection_finish() -> None:
    """Let collections of garbage pass over what is imported by now: it is much, and stays to the end."""
    gc.freeze()


@pytest.fixture
def without_times() -> Callable[[Result], Result]:
    """What takes the seconds out of a result, which alone may differ from one grading to the next."""

    def strip(result: Result) -> Result:
        questions = {
            id: replace(question, checks=tuple(replace(check, seconds=0.0) for check in question.checks))
            for id, question in result.questions.items()
        }
        return replace(result, questions=questions, environment=replace(result.environment, seconds=0.0))

    return strip


@pytest.fixture(scope="session")
def here() -> Iterator[Host]:
    """This machine at the best level of isolation that it has, with a warm process."""
    with open_host() as made:
        yield made


@pytest.fixture(scope="session")
def gpt() -> Lab:
    """The lab that this project serves."""
    return load_lab(ROOT / "solutions" / "gpt")


@pytest.fixture(scope="session")
def reference(gpt: Lab, here: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSubmission]:
    """The reference solution of the GPT lab, live; whoever uses it leaves it as it was."""
    path = tmp_path_factory.mktemp("reference") / "reference.ipynb"
    master.read(gpt.folder / gpt.notebook).write_reference(path)
    with open_submission(read_notebook(path), gpt, shelf_for(gpt), here) as opened:
        yield opened


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Lab]:
    """Makes a lab from the points of its questions and the texts of the files in its folder of checks."""

    def make(points: dict[str, float] | None = None, **checks: str) -> Lab:
        folder = tmp_path_factory.mktemp("tiny") / "lab"
        (folder / "checks").mkdir(parents=True)
        questions = "".join(QUESTION.format(id=id, points=worth) for id, worth in (points or {"a": 1.0}).items())
        (folder / "lab.toml").write_text(TINY.format(data=ROOT / "data") + questions, encoding="utf-8")
        for name, text in checks.items():
            (folder / "checks" / f"{name}.py").write_text(text, encoding="utf-8")
        return load_lab(folder)

    return make


@pytest.fixture(scope="session")
def written() -> Callable[..., Submission]:
    """Makes a submission of code cells."""

    def make(*sources: str) -> Submission:
        return Submission(Path("x.ipynb"), "0" * 64, tuple(Cell(i, "code", s, i + 1) for i, s in enumerate(sources)))

    return make


@pytest.fixture
def started() -> Iterator[Callable[[Host], Kernel]]:
    """Starts kernels on a host, and ends them."""
    with ExitStack() as stack:

        def make(host: Host) -> Kernel:
            place = create_workspace(host, Limits())
            stack.callback(place.remove)
            kernel = Kernel(place, bootstrap(5, 5.0, ()))
            stack.callback(kernel.stop)
            return kernel

        yield make


@pytest.fixture(scope="module")
def kernel(here: Host) -> Iterator[Kernel]:
    """A kernel with our files in it; whoever uses it leaves it able to answer."""
    place = create_workspace(here, Limits())
    made = Kernel(place, bootstrap(5, 5.0, ()))
    yield made
    made.stop()
    place.remove()

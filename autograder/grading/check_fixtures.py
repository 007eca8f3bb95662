"""The pytest fixtures of hidden checks, and the option `--submission` that runs checks by hand on a notebook."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import torch

from autograder.errors import AutograderError
from autograder.grading.check_files import question_of
from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.notebook.submission import read_notebook
from autograder.results.verdict import Suspect
from autograder.sandbox.host import open_host
from autograder.student.student import Student

STUDENT = pytest.StashKey[Student]()
LAB = pytest.StashKey[Lab]()
SHELF = pytest.StashKey[Shelf]()
SEED = pytest.StashKey[int]()
SUSPECTS = pytest.StashKey[list[Suspect]]()

# The same submission always gets the same verdict: no clock, no memory, no dice.
hypothesis.settings.register_profile(
    "autograder",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=8,
    report_multiple_bugs=False,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the notebook when checks are run by hand."""
    group = parser.getgroup("autograder")
    group.addoption("--submission", type=Path, help="the notebook that hidden checks judge")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make checks repeatable, if there is a submission; pytest loads this plugin in every project."""
    if STUDENT in session.config.stash or session.config.getoption("--submission"):
        hypothesis.settings.load_profile("autograder")
        torch.set_num_threads(1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Seed the grader's random generator before the fixtures of a check are made."""
    if STUDENT in item.config.stash or item.config.getoption("--submission"):
        # manual_seed would look for every kind of device, at each check
        torch.default_generator.manual_seed(item.config.stash.get(SEED, 0))


@pytest.fixture(scope="session")
def lab(pytestconfig: pytest.Config) -> Lab:
    """Return the lab that the checks belong to."""
    return pytestconfig.stash[LAB] if LAB in pytestconfig.stash else _lab_above(pytestconfig)


@pytest.fixture(scope="session")
def shelf(pytestconfig: pytest.Config, lab: Lab) -> Shelf:
    """Return the corpora of the lab."""
    return pytestconfig.stash[SHELF] if SHELF in pytestconfig.stash else shelf_for(lab)


@pytest.fixture(scope="session")
def student(pytestconfig: pytest.Config, lab: Lab, shelf: Shelf) -> Iterator[Student]:
    """Yield the live submission that the checks judge."""
    if STUDENT in pytestconfig.stash:
        yield pytestconfig.stash[STUDENT]
        return
    path = pytestconfig.getoption("--submission")
    if path is None:
        raise pytest.UsageError("hidden checks judge a notebook: pytest CHECKS --submission NOTEBOOK")
    try:
        with open_host() as host, open_submission(read_notebook(path), lab, shelf, host) as live:
            yield live.student
    except AutograderError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture
def named(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Callable[..., None]:
    """Return a function that names a mistake of the catalogue; its keyword arguments fill in the mistake's evidence."""
    suspects = pytestconfig.stash.setdefault(SUSPECTS, [])
    question = question_of(request.path)
    return lambda name, /, **values: suspects.append(Suspect(question, name, values))


def _lab_above(config: pytest.Config) -> Lab:
    for argument in config.args:
        folder = Path(argument.split("::")[0]).resolve()
        for candidate in (folder, *folder.parents):
            if (candidate / "lab.toml").is_file():
                return load_lab(candidate)
    raise pytest.UsageError("no lab.toml above the checks")

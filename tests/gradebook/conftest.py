"""Gradebooks on SQLite and on a PostgreSQL server that is started here, and what goes into them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from autograder.gradebook.book import Gradebook, open_gradebook
from autograder.gradebook.runs import GradingRun
from autograder.lab.declaration import Lab, Mark, Question
from autograder.people.person import NOBODY, Person
from autograder.results.question_result import CheckResult, QuestionResult
from autograder.results.result import Environment, Result, SubmissionInfo
from autograder.results.verdict import Status, Verdict
from autograder.sandbox.level import Level

ASKED = (
    Question("a", "Atención", "code", 2.0),
    Question("f", "Razones", "written", 1.0),
    Question("z", "Extra", "code", 0.5, bonus=True),
)
WORTH = {question.id: question.points for question in ASKED}
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHERE = Environment("cpu", Level.NONE, "0.1", "3.11", "2.6", {}, 1.0, "")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, PROGRAMS)]))


def _owner() -> str | None:
    """Whom a server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server on a socket of its own; what it yields makes an empty schema and gives its URL."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("there is no PostgreSQL server on this machine (Debian: apt install postgresql)")
    owner = _owner()
    top = Path(tempfile.mkdtemp(prefix="pg"))
    if owner:
        shutil.chown(top, owner)

    def run(*command: str) -> None:
        done = subprocess.run(command, user=owner, cwd=top, stdin=subprocess.DEVNULL, timeout=60, **silent)
        assert done.returncode == 0, (top / "log").read_text("utf-8")

    silent = {"stdout": (top / "out").open("wb"), "stderr": subprocess.STDOUT}
    data, numbers = str(top / "data"), count(1)
    settings = f"-c listen_addresses='' -c unix_socket_directories={top} -c fsync=off"
    try:
        run(initdb, "-D", data, "-U", "grader", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(pg_ctl, "-D", data, "-l", str(top / "log"), "-o", settings, "-w", "start")

        def schema() -> str:
            import psycopg

            name = f"book{next(numbers)}"  # a schema is made in a moment, a database is not
            with psycopg.connect(f"host={top} user=grader dbname=postgres", autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {name}")
            return f"postgresql+psycopg://grader@/postgres?host={top}&options=-csearch_path%3D{name}"

        yield schema
    finally:
        subprocess.run([pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"], user=owner, cwd=top, **silent)
        silent["stdout"].close()
        shutil.rmtree(top, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a gradebook may be made that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "results" / "gradebook.db")
    return str(request.getfixturevalue("server")())


@pytest.fixture
def book(place: str) -> Iterator[Gradebook]:
    """A gradebook with nothing in it."""
    with open_gradebook(place) as found:
        yield found


@pytest.fixture
def file_book(tmp_path: Path) -> Iterator[Gradebook]:
    """A gradebook in a file, for laws that no database can change."""
    with open_gradebook(tmp_path / "gradebook.db") as found:
        yield found


@pytest.fixture(scope="session")
def asked() -> Lab:
    """A lab of three questions: checked, written, and a bonus."""
    return Lab("x", "X", ASKED, mark=Mark(1.0, 7.0))


@pytest.fixture(scope="session")
def result() -> Callable[..., Result]:
    """Makes the result of a file from the points of its questions."""

    def make(sha256: str = "0" * 64, text: str = "visto", **points: float | None) -> Result:
        answered = {}
        for id, earned in points.items():
            verdict = Verdict.GRADER_ERROR if earned is None else Verdict.PASSED if earned else Verdict.FAILED
            checks = tuple(
                CheckResult(f"test_{id}_{n}", "T", verdict, 0.5, earned and 0.5, text, "", 0.1) for n in range(2)
            )
            answered[id] = QuestionResult(id, Status.PARTIAL, earned, WORTH[id], id == "z", {}, checks, ())
        known = sum(earned or 0.0 for earned in points.values())
        handed = SubmissionInfo("lab.ipynb", sha256, text, None, None, False)
        return Result(
            "x", handed, known, 3.0, 0.0, 0.0, 0.0, None, (1.0, 7.0), answered, {"f": text}, (), (), (), WHERE
        )

    return make


@pytest.fixture(scope="session")
def graded(result: Callable[..., Result]) -> Callable[..., GradingRun]:
    """Makes a run from whose it is, the hour, and the points of its questions; without points, one that failed."""

    def make(
        person: Person = NOBODY,
        hour: int = 0,
        key: str = "k",
        source: str = "lab.ipynb",
        sha256: str = "0" * 64,
        error: str = "",
        lab: str = "x",
        **points: float | None,
    ) -> GradingRun:
        found = None if error else result(sha256, **points)
        return GradingRun(lab, key, source, person, found, error, START + timedelta(hours=hour))

    return make

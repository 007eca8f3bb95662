"""Laws of the database: many write at once and nothing is lost, and what cannot be used says so in one line."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from autograder.errors import GradebookError
from autograder.gradebook.book import open_gradebook
from autograder.gradebook.schema import ManualPointsRow, OutcomeRow, ResultRow, RunRow, ScoreRow, StudentRow
from autograder.messages import LANGUAGES
from autograder.people.person import Person
from autograder.results.result import result_json

WRITERS, EACH = 4, 12
WRITER = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from autograder.results.result import parse_result
from autograder.gradebook.book import open_gradebook
from autograder.gradebook.manual import ManualPoints
from autograder.gradebook.runs import GradingRun
from autograder.lab.declaration import Lab, Question
from autograder.people.person import Person

where, file, go, me, each = sys.argv[1:]
result = parse_result(Path(file).read_text("utf-8"))
lab = Lab("x", "X", (Question("a", "A", "code", 2.0),))
print("ready", flush=True)
while not Path(go).exists():
    time.sleep(0.002)
with open_gradebook(where) as book:
    for number in range(int(each)):
        person = Person(id=str(number), name=f"Ana {number}")
        time_of = datetime.now(UTC)
        book.record(GradingRun("x", f"{me}-{number}", f"{number}.ipynb", person, result, "", time_of))
        book.give(lab, person, ManualPoints("a", number / 1000, me), time_of)
        print(number, flush=True)
"""


@pytest.fixture
def writers(place, tmp_path, result):
    """Starts processes that all write into one gradebook that is not there yet, at the same moment."""
    started = []

    def start(number: int, each: int) -> list[subprocess.Popen[str]]:
        file, go = tmp_path / "result.json", tmp_path / "go"
        file.write_text(result_json(result(a=1.0, f=None, z=0.0)), "utf-8")
        for me in range(number):
            command = [sys.executable, "-c", WRITER, place, str(file), str(go), str(me), str(each)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            started.append(process)
        for process in started:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
        go.touch()
        return started

    yield start
    for process in started:
        process.kill()
        process.communicate()


def counts(place, *tables):
    with open_gradebook(place, create=False) as book, book.store.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_many_write_at_once_and_nothing_is_lost(place, writers):
    """Processes that make a gradebook and write into it at once all succeed; every row of each is there, none twice."""
    for process in writers(WRITERS, EACH):
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert out.split() == [str(number) for number in range(EACH)]
    runs = WRITERS * EACH
    assert counts(place, StudentRow, RunRow, ResultRow, ScoreRow, OutcomeRow, ManualPointsRow) == [
        EACH,
        runs,
        runs,
        3 * runs,
        6 * runs,
        runs,
    ]


def test_a_writer_that_is_killed_leaves_whole_runs(place, writers):
    """Killed at any moment, a writer leaves what it said was done, and each run with all that belongs to it."""
    (process,) = writers(1, 10_000)
    said = [process.stdout.readline() for _ in range(7)]
    time.sleep(0.013)
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0].split()
    runs, kept, scores, outcomes, given = counts(place, RunRow, ResultRow, ScoreRow, OutcomeRow, ManualPointsRow)
    assert len(said) <= given <= runs <= given + 1
    assert (kept, scores, outcomes) == (runs, 3 * runs, 6 * runs)


def test_who_reads_waits_for_no_writer(book, graded):
    """Records are read while another writes, and are those from before until it has finished."""
    book.record(graded(Person(id="1"), a=1.0))
    with book.store.writing() as session:
        session.execute(text("UPDATE scores SET points = 2"))
        assert len(book.records("x")) == 1
        assert book.history("1", "x")[0].changes[0].after == 1.0
    assert book.history("1", "x")[0].changes[0].after == 2.0


def test_who_reads_sees_one_moment(book, graded):
    """Two looks in one session are of the same moment, though somebody wrote in between."""
    with book.store.reading() as session:
        looks = select(func.count()).select_from(RunRow)
        first = session.scalar(looks)
        book.record(graded(Person(id="1"), a=1.0))
        assert session.scalar(looks) == first == 0


def test_a_write_that_fails_leaves_nothing(book, graded):
    """What goes wrong in the middle of a record takes back all of it."""
    with pytest.raises(RuntimeError), book.store.writing() as session:
        session.add(StudentRow())
        session.flush()
        raise RuntimeError
    with book.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(StudentRow)) == 0


def test_a_file_is_one_file(tmp_path, graded):
    """A closed gradebook is one file, in write-ahead mode, whose rows must belong to something."""
    path = tmp_path / "deep" / "er" / "gradebook.db"
    with open_gradebook(path) as book:
        book.record(graded(Person(id="1"), a=1.0))
        with book.store.reading() as session:
            assert session.scalar(text("PRAGMA foreign_keys")) == 1
    assert [file.name for file in path.parent.iterdir()] == ["gradebook.db"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize("name", [":memory:", "a?b.db", "file:x.db", "50%.db", "ñ 🎉.db", "sqlite:///plain.db"])
def test_a_name_is_that_of_a_file(tmp_path, monkeypatch, graded, name):
    """Whatever a file is called, that file is the gradebook."""
    monkeypatch.chdir(tmp_path)
    with open_gradebook(name) as book:
        book.record(graded(Person(id="1"), a=1.0))
    assert [file.name for file in tmp_path.iterdir()] == [name.removeprefix("sqlite:///")]
    with open_gradebook(name, create=False) as book:
        assert len(book.records("x")) == 1


def refused(where, create=True):
    """The fault that opening a gradebook has, said in every language."""
    with pytest.raises(GradebookError) as caught, open_gradebook(where, create):
        pass
    for language in LANGUAGES:
        assert len(caught.value.render(language).splitlines()) == 1
    return caught.value


@pytest.mark.parametrize("content", [b"id;nota\n" * 400, b"x", b"SQLite format 3\0" + b"\xff" * 4096])
def test_what_is_no_database_is_left_alone(tmp_path, content):
    """A file of another kind is named, and is afterwards as it was."""
    path = tmp_path / "notas.csv"
    path.write_bytes(content)
    assert str(path) in str(refused(path))
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["notas.csv"]


def test_a_folder_is_no_gradebook(tmp_path):
    """A folder, and a place below a file, are named."""
    assert str(tmp_path) in str(refused(tmp_path))
    (tmp_path / "file").write_text("x")
    assert str(tmp_path / "file" / "gradebook.db") in str(refused(tmp_path / "file" / "gradebook.db"))


def test_a_gradebook_is_not_made_by_looking(tmp_path):
    """Where none is to be made, a name that nothing has makes none."""
    path = tmp_path / "no" / "gradebook.db"
    assert refused(path, create=False).key == "gradebook.missing"
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "where", ["mysql://root:secreto@host/db", "sqlite://", "postgresql+pg8000://a:secreto@b/c", "x://", "://secreto"]
)
def test_what_is_no_place_is_named(where, tmp_path, monkeypatch):
    """A URL that is no gradebook's is refused, without its password."""
    monkeypatch.chdir(tmp_path)
    fault = refused(where)
    assert fault.key == "gradebook.bad_url"
    assert "secreto" not in str(fault)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_named(tmp_path):
    """A PostgreSQL server that is not there is a fault with its place, without the password."""
    pytest.importorskip("psycopg")
    fault = refused(f"postgresql://ana:secreto@/libro?host={tmp_path}")
    assert fault.key == "gradebook.fault"
    assert "libro" in str(fault) and "secreto" not in str(fault)


def test_a_full_disk_costs_only_what_was_not_written(tmp_path, graded):
    """A record that finds no room says so in one line, and what was there stays."""
    path = tmp_path / "gradebook.db"
    with open_gradebook(path) as book:
        book.record(graded(Person(id="1"), a=1.0))
    with open_gradebook(path) as book:
        with book.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(GradebookError) as caught:
            for number in range(2, 99):
                book.record(graded(Person(id=str(number)), source=str(number), a=1.0))
        assert "full" in str(caught.value)
        assert book.records("x")[0].points("a") == 1.0


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has a folder that not even root may write in")
def test_a_folder_that_is_closed_is_named():
    """A place where nobody may write is named."""
    assert "/proc/gradebook.db" in str(refused("/proc/gradebook.db"))


def test_a_missing_driver_is_named(tmp_path):
    """Without psycopg a PostgreSQL gradebook says what to install, and SQLite needs nothing of it."""
    code = "import sys; sys.modules['psycopg'] = None\nfrom autograder.gradebook.book import open_gradebook\n"
    look = f"with open_gradebook({str(tmp_path / 'a.db')!r}): pass\nwith open_gradebook('postgresql://h/d'): pass"
    done = subprocess.run([sys.executable, "-c", code + look], capture_output=True, text=True, timeout=60)
    assert "gpt-lab-autograder[postgres]" in done.stderr.splitlines()[-1]
    assert Path(tmp_path / "a.db").exists()

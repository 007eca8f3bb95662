"""Laws of shapes: an older gradebook is brought up to date whole, a newer or a foreign one is left alone."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from autograder.errors import GradebookError
from autograder.gradebook.book import open_gradebook
from autograder.gradebook.migrate import SCRIPTS, VERSIONS
from autograder.gradebook.schema import GradebookTable
from autograder.gradebook.store import open_database
from autograder.people.person import Person

DUMPS = sorted(Path(__file__).parent.glob("shape_*.sql"))
NEXT = '''
"""A shape that is not there yet: it alters a table that others point to."""
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "0003"
def upgrade():
    with op.batch_alter_table("students", recreate="auto") as students:
        students.add_column(sa.Column("nick", sa.Text, nullable=False, server_default="?"))
    with op.batch_alter_table("runs") as runs:
        runs.alter_column("score", new_column_name="sum")
    {then}
'''


def rows(store):
    """All rows of all tables that this program knows, each as a set of its values."""
    with store.reading() as session:
        tables = GradebookTable.metadata.sorted_tables
        return {t.name: [set(row) for row in session.execute(text(f"SELECT * FROM {t.name}"))] for t in tables}


def ahead(tmp_path, then=""):
    """The migrations of a program that is one ahead of this one."""
    scripts = tmp_path / "ahead"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "r9999_next.py").write_text(NEXT.format(then=then), encoding="utf-8")
    return scripts


def test_the_migrations_make_what_the_program_knows(book):
    """Tables, columns, indexes and constraints that migrations make are those of the schema."""
    with book.store.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"version_table": VERSIONS})
        assert compare_metadata(context, GradebookTable.metadata) == []
        for table in GradebookTable.metadata.sorted_tables:
            there = {c["name"]: c["nullable"] for c in inspect(session.connection()).get_columns(table.name)}
            assert there == {column.name: column.nullable for column in table.columns}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_a_gradebook_of_every_shape_is_read(tmp_path, dump, asked):
    """A gradebook that an earlier version wrote opens with all that is in it."""
    path = tmp_path / "gradebook.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(dump.read_text("utf-8"))
    connection.close()
    with open_gradebook(path) as book:
        ana, benjamin, zoe = book.records("x")
        assert ana.person == Person("12", "Ana Núñez", "20668440-2", "ana@uni.cl", "1")
        assert (ana.points("a"), ana.points("f"), ana.file) == (1.5, 0.75, "zip/lab.ipynb")
        assert (benjamin.error, benjamin.result) == ("roto.ipynb está vacío", None)
        assert zoe.person.name == 'O\'Brien Díaz, "Zoë" 🎉'
        assert [event.time.hour for event in book.history("12", "x")][:3] == [12, 13, 14]
        assert book.result(1).questions["a"].checks[0].message == "vio 'el futuro' — ñ"


def test_an_older_gradebook_is_brought_up_whole(place, tmp_path, graded):
    """A step forward, of whatever tables, keeps every row and what each belongs to."""
    with open_gradebook(place) as book:
        book.enrol([Person(id="13", name="O'Brien, «Zoë» 🎉")])
        book.record(graded(Person(id="12", name="Ana Núñez"), a=1.0, f=None))
        before = rows(book.store)
    with open_database(place, create=False, scripts=ahead(tmp_path)) as store:
        after = rows(store)
        with store.reading() as session:
            names = {column["name"] for column in inspect(session.connection()).get_columns("runs")}
    assert {"sum"} <= names and "score" not in names
    assert after.keys() == before.keys()
    for table, kept in before.items():
        assert len(after[table]) == len(kept) and all(one <= two for one, two in zip(kept, after[table], strict=True))


def test_a_migration_that_fails_changes_nothing(place, tmp_path, graded):
    """A step forward that fails leaves the gradebook as it was, for this program to go on with."""
    with open_gradebook(place) as book:
        book.record(graded(Person(id="12"), a=1.0))
        before = rows(book.store)
    with (
        pytest.raises(GradebookError),
        open_database(place, create=False, scripts=ahead(tmp_path, 'op.execute("SELECT * FROM nowhere")')),
    ):
        pass
    with open_gradebook(place) as book:
        assert rows(book.store) == before


def test_a_newer_gradebook_is_refused(place, tmp_path, graded):
    """A gradebook of a newer program is named with both shapes, and is left as it is."""
    with open_gradebook(place) as book:
        book.record(graded(Person(id="12"), a=1.0))
    with open_database(place, create=False, scripts=ahead(tmp_path)) as store:
        before = rows(store)
    with pytest.raises(GradebookError) as caught, open_gradebook(place):
        pass
    assert caught.value.key == "gradebook.newer"
    assert "9999" in str(caught.value) and "0003" in str(caught.value)
    with open_database(place, create=False, scripts=tmp_path / "ahead") as store:
        assert rows(store) == before


def test_another_programs_database_is_refused(place):
    """A database with tables and no version of ours is not written into."""
    with open_gradebook(place) as book:
        url = book.store.engine.url
        with book.store.writing() as session:
            session.execute(text(f"DROP TABLE {VERSIONS}"))
            session.execute(text("CREATE TABLE a_cookie (id INTEGER)"))
    with pytest.raises(GradebookError) as caught, open_gradebook(place):
        pass
    assert caught.value.key == "gradebook.foreign", url
    assert "a_cookie" in str(caught.value)


def test_rows_that_belong_to_nothing_stop_a_migration(tmp_path, graded):
    """A file whose rows point nowhere is not brought up to date, and says which table."""
    path = tmp_path / "gradebook.db"
    with open_gradebook(path) as book:
        book.record(graded(Person(id="12"), a=1.0))
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM runs")
    connection.close()
    with pytest.raises(GradebookError) as caught, open_database(path, create=False, scripts=ahead(tmp_path)):
        pass
    assert caught.value.key == "gradebook.torn"
    with open_gradebook(path) as book, book.store.reading() as session:
        assert session.scalars(select(GradebookTable.metadata.tables["scores"])).all()

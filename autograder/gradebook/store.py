"""Opens the database of a gradebook: an SQLite file, or PostgreSQL by its URL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from autograder.errors import GradebookError
from autograder.gradebook.migrate import SCRIPTS, is_current, migrate_gradebook

LOCK_TIMEOUT = 60.0  # seconds that one writer waits for the others
LOCK = 0x6772_6164  # any number that all who write to a gradebook agree on
MAGIC = b"SQLite format 3\0"
SNAPSHOT = {"isolation_level": "REPEATABLE READ"}


@dataclass(frozen=True)
class GradebookDatabase:
    """Opens sessions of a database: many read at once, one writes at a time, and the others wait for it.

    `where` is its place for people to read, without a password.
    """

    engine: Engine
    where: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that reads one consistent snapshot, whatever others write meanwhile."""
        options = {} if is_sqlite(self.engine.url) else SNAPSHOT
        with database_errors(self.where), Session(self.engine.execution_options(**options)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that commits everything when the block ends, or nothing where it fails."""
        engine = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        with database_errors(self.where), Session(engine) as session, session.begin():
            if not is_sqlite(engine.url):
                session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            yield session


@contextmanager
def open_database(where: str | Path, create: bool, scripts: Path = SCRIPTS) -> Iterator[GradebookDatabase]:
    """Open a database, create it where `create` says so, and migrate it to the current schema.

    Raises GradebookError where it does not exist and is not to be created, is no gradebook or a newer one, or cannot be
    reached or written.
    """
    url = _database_url(where)
    shown = url.render_as_string() if "://" in str(where) else str(where)
    if is_sqlite(url):
        _check_file(Path(url.database or ""), create)
    engine = _engine(url, shown)
    try:
        store = GradebookDatabase(engine, shown)
        _migrate(store, scripts)
        yield store
    finally:
        engine.dispose()


@contextmanager
def database_errors(where: str) -> Iterator[None]:
    """Turn a database's error into a GradebookError of one line; errors in our own statements stay as they are."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        fault = str(error.orig).strip() or type(error.orig).__name__
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise GradebookError("gradebook.no_database", where=where) from None
        raise GradebookError("gradebook.fault", where=where, fault=fault.splitlines()[0]) from None


def _database_url(where: str | Path) -> URL:
    text = str(where)
    if "://" not in text:
        return _sqlite_url(text)
    try:
        url = make_url(text)
    except ArgumentError:
        raise GradebookError("gradebook.bad_url", where=text.partition("://")[0] + "://…") from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return _sqlite_url(url.database)
    if url.drivername != "postgresql+psycopg":
        raise GradebookError("gradebook.bad_url", where=url.render_as_string())
    return url


def _sqlite_url(name: str) -> URL:
    return URL.create("sqlite", database=str(Path(name).absolute()))  # SQLite takes some names for no file at all


def is_sqlite(url: URL) -> bool:
    """Return whether a URL is that of an SQLite file."""
    return url.get_backend_name() == "sqlite"


def _check_file(path: Path, create: bool) -> None:
    if not create and not path.exists():
        raise GradebookError("gradebook.missing", where=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") if path.exists() else nullcontext() as file:
            head = file.read(len(MAGIC)) if file else b""
    except IsADirectoryError:
        raise GradebookError("gradebook.no_database", where=path) from None
    except OSError as error:
        raise GradebookError("gradebook.fault", where=path, fault=error.strerror) from None
    if head not in (b"", MAGIC):  # SQLite itself takes a short file of any kind for an empty one
        raise GradebookError("gradebook.no_database", where=path)


def _engine(url: URL, shown: str) -> Engine:
    if is_sqlite(url):
        engine = create_engine(url, connect_args={"timeout": LOCK_TIMEOUT})
        event.listen(engine, "connect", _configure_connection)
        event.listen(engine, "begin", _begin_transaction)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise GradebookError("gradebook.no_driver", where=shown) from None


def _configure_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, tables are made inside them too
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was recorded outlives a power cut


def _begin_transaction(connection: Connection) -> None:
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _migrate(store: GradebookDatabase, scripts: Path) -> None:
    if is_sqlite(store.engine.url):
        _enable_write_ahead_log(store)
    with store.reading() as session:
        if is_current(session.connection(), store.where, scripts):
            return
    if is_sqlite(store.engine.url):
        _migrate_sqlite(store, scripts)
    else:
        with store.writing() as session:
            migrate_gradebook(session.connection(), store.where, scripts)


def _enable_write_ahead_log(store: GradebookDatabase) -> None:
    """Let readers and a writer work at the same time; SQLite does not wait for a lock here by itself."""
    deadline = time.monotonic() + LOCK_TIMEOUT
    with database_errors(store.where), store.engine.execution_options(begin="").connect() as connection:
        while connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                return  # on a disk that cannot do it, SQLite stays as it was
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def _migrate_sqlite(store: GradebookDatabase, scripts: Path) -> None:
    """Migrate an SQLite file with foreign keys off, since a table that is altered is dropped and made again."""
    with database_errors(store.where), store.engine.execution_options(begin="").connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        migrate_gradebook(connection, store.where, scripts)
        violation = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if violation is not None:
            raise GradebookError("gradebook.torn", where=store.where, table=violation[0])
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")

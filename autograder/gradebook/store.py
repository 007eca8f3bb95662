"""The database that a gradebook lies in: one SQLite file, or PostgreSQL by its URL."""

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

PATIENCE = 60.0  # seconds that one writer waits for the others
LOCK = 0x6772_6164  # any number that all who write to a gradebook agree on
MAGIC = b"SQLite format 3\0"
SNAPSHOT = {"isolation_level": "REPEATABLE READ"}


@dataclass(frozen=True)
class GradebookDatabase:
    """A database with its sessions: many read at once, one writes at a time, and the others wait for it.

    `where` is its place for people to read, without a password.
    """

    engine: Engine
    where: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment, whatever others write meanwhile."""
        options = {} if is_sqlite(self.engine.url) else SNAPSHOT
        with database_errors(self.where), Session(self.engine.execution_options(**options)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that writes all that it is given, or nothing where the block fails."""
        engine = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        with database_errors(self.where), Session(engine) as session, session.begin():
            if not is_sqlite(engine.url):
                session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            yield session


@contextmanager
def open_database(where: str | Path, create: bool, scripts: Path = SCRIPTS) -> Iterator[GradebookDatabase]:
    """A database that has the shape that this program knows.

    Raises GradebookError where there is none and none is to be made, where it is no gradebook or a newer one, and
    where it cannot be reached or written.
    """
    url = _url(where)
    shown = url.render_as_string() if "://" in str(where) else str(where)
    if is_sqlite(url):
        _place(Path(url.database or ""), create)
    engine = _engine(url, shown)
    try:
        store = GradebookDatabase(engine, shown)
        _bring_up(store, scripts)
        yield store
    finally:
        engine.dispose()


@contextmanager
def database_errors(where: str) -> Iterator[None]:
    """Turn what a database says went wrong into one line; what is a defect of ours stays as it is."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        said = str(error.orig).strip() or type(error.orig).__name__
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise GradebookError("gradebook.no_database", where=where) from None
        raise GradebookError("gradebook.fault", where=where, fault=said.splitlines()[0]) from None


def _url(where: str | Path) -> URL:
    text = str(where)
    if "://" not in text:
        return _file(text)
    try:
        url = make_url(text)
    except ArgumentError:
        raise GradebookError("gradebook.bad_url", where=text.partition("://")[0] + "://…") from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return _file(url.database)
    if url.drivername != "postgresql+psycopg":
        raise GradebookError("gradebook.bad_url", where=url.render_as_string())
    return url


def _file(name: str) -> URL:
    return URL.create("sqlite", database=str(Path(name).absolute()))  # SQLite takes some names for no file at all


def is_sqlite(url: URL) -> bool:
    """Whether a URL is that of an SQLite file."""
    return url.get_backend_name() == "sqlite"


def _place(path: Path, create: bool) -> None:
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
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise GradebookError("gradebook.no_driver", where=shown) from None


def _connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, tables are made inside them too
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was recorded outlives a power cut


def _begun(connection: Connection) -> None:
    begin = connection.get_execution_options().get("begin", "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _bring_up(store: GradebookDatabase, scripts: Path) -> None:
    if is_sqlite(store.engine.url):
        _log_ahead(store)
    with store.reading() as session:
        if is_current(session.connection(), store.where, scripts):
            return
    if is_sqlite(store.engine.url):
        _rebuild(store, scripts)
    else:
        with store.writing() as session:
            migrate_gradebook(session.connection(), store.where, scripts)


def _log_ahead(store: GradebookDatabase) -> None:
    """Let readers and a writer work side by side; SQLite does not wait its turn for this by itself."""
    last = time.monotonic() + PATIENCE
    with database_errors(store.where), store.engine.execution_options(begin="").connect() as bare:
        while bare.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            try:
                bare.exec_driver_sql("PRAGMA journal_mode = WAL")
                return  # on a disk that cannot do it, SQLite stays as it was
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > last:
                    raise
                time.sleep(0.05)


def _rebuild(store: GradebookDatabase, scripts: Path) -> None:
    """Migrate a file with its foreign keys at rest, for a table that is made anew is dropped first."""
    with database_errors(store.where), store.engine.execution_options(begin="").connect() as bare:
        bare.exec_driver_sql("PRAGMA foreign_keys = OFF")
        bare.exec_driver_sql("BEGIN IMMEDIATE")
        migrate_gradebook(bare, store.where, scripts)
        torn = bare.exec_driver_sql("PRAGMA foreign_key_check").first()
        if torn is not None:
            raise GradebookError("gradebook.torn", where=store.where, table=torn[0])
        bare.commit()
        bare.exec_driver_sql("PRAGMA foreign_keys = ON")

"""Migrates a gradebook's database (with Alembic) to the current schema; a newer or foreign one is refused."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect

from autograder.errors import GradebookError

SCRIPTS = Path(__file__).parent / "migrations"
VERSIONS = "gradebook_version"  # alembic's own name for it may be another program's


def is_current(connection: Connection, where: str, scripts: Path = SCRIPTS) -> bool:
    """Return whether the tables have the schema of this program; False where they are older or do not exist.

    Raises GradebookError where they are newer, or another program's.
    """
    revision = _revision(connection)
    config = _config(scripts)
    directory = ScriptDirectory.from_config(config)
    if revision is None:
        others = inspect(connection).get_table_names()
        if others:
            raise GradebookError("gradebook.foreign", where=where, table=sorted(others)[0])
        return False
    try:
        directory.get_revision(revision)
    except CommandError:
        known = directory.get_current_head()
        raise GradebookError("gradebook.newer", where=where, found=revision, known=known) from None
    return revision == directory.get_current_head()


def migrate_gradebook(connection: Connection, where: str, scripts: Path = SCRIPTS) -> None:
    """Create the tables or upgrade older ones, in the transaction that is open; nothing recorded is lost."""
    if is_current(connection, where, scripts):
        return  # somebody else was quicker
    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_revision()


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config

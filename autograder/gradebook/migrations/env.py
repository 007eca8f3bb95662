"""Runs Alembic's migrations on the connection that it is handed, in the transaction that is open there."""

from alembic import context

from autograder.gradebook.migrate import VERSIONS
from autograder.gradebook.schema import GradebookTable

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=GradebookTable.metadata,
    version_table=VERSIONS,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()

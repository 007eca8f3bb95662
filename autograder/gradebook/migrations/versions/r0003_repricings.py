"""Adds who changed which prices of mistakes, and the runs that those prices gave."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "repricings",
        sa.Column("id", sa.Integer, nullable=False),
        *(_text(name) for name in ("lab", "author", "note")),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_repricings"),
    )
    op.create_table(
        "price_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("repricing_id", sa.Integer, nullable=False),
        *(_text(name) for name in ("question", "mistake")),
        sa.Column("before", sa.Double),
        sa.Column("after", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_price_changes"),
        sa.ForeignKeyConstraint(["repricing_id"], ["repricings.id"], name="fk_price_changes_repricing_id"),
    )
    op.create_index("ix_price_changes_repricing_id", "price_changes", ["repricing_id"])
    op.create_table(
        "repriced_runs",
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("repricing_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_repriced_runs"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_repriced_runs_run_id"),
        sa.ForeignKeyConstraint(["repricing_id"], ["repricings.id"], name="fk_repriced_runs_repricing_id"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)

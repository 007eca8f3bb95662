"""Adds the conflicts about whose a submission is, and what people decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer, nullable=False),
        *(_text(name) for name in ("lab", "digest", "kind")),
        sa.Column("held", sa.Boolean, nullable=False),
        _text("sides"),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conflicts"),
        sa.UniqueConstraint("lab", "digest", name="uq_conflicts_lab_digest"),
    )
    op.create_table(
        "settlements",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("conflict_id", sa.Integer, nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
        *(_text(name) for name in ("author", "note")),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settlements"),
        sa.ForeignKeyConstraint(["conflict_id"], ["conflicts.id"], name="fk_settlements_conflict_id"),
    )
    op.create_index("ix_settlements_conflict_id", "settlements", ["conflict_id"])
    op.create_table(
        "choices",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("settlement_id", sa.Integer, nullable=False),
        *(_text(name) for name in ("lab", "source")),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_choices"),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlements.id"], name="fk_choices_settlement_id"),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name="fk_choices_student_id"),
    )
    op.create_index("ix_choices_lab", "choices", ["lab"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)

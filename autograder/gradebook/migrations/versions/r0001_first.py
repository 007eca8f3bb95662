"""Creates the first schema of a gradebook.

There is no downgrade from here, nor from any later revision: it would delete what was recorded.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _students()
    _submissions()
    _findings()
    _manual_scores()


def _students() -> None:
    op.create_table(
        "students", sa.Column("id", sa.Integer, nullable=False), sa.PrimaryKeyConstraint("id", name="pk_students")
    )
    op.create_table(
        "descriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        sa.Column("roster", sa.Boolean, nullable=False),
        *(_text(name) for name in ("person_id", "name", "rut", "email", "section")),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_descriptions"),
        _of("descriptions", "student"),
    )
    op.create_index("ix_descriptions_student_id", "descriptions", ["student_id"])
    op.create_table(
        "signs",
        sa.Column("student_id", sa.Integer, nullable=False),
        _text("kind"),
        _text("value"),
        sa.PrimaryKeyConstraint("student_id", "kind", "value", name="pk_signs"),
        _of("signs", "student"),
    )
    op.create_index("ix_signs_kind_value", "signs", ["kind", "value"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        _text("lab"),
        _text("sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("lab", "student_id", "sha256", name="uq_submissions_lab_student_id_sha256"),
        _of("submissions", "student"),
    )
    op.create_index("ix_submissions_student_id", "submissions", ["student_id"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("submission_id", sa.Integer, nullable=False),
        *(_text(name) for name in ("key", "found", "source", "version")),
        sa.Column("score", sa.Double),
        sa.Column("mark", sa.Double),
        _text("error"),
        sa.Column("graded", sa.DateTime, nullable=False),
        sa.Column("recorded", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        _of("runs", "submission"),
    )
    op.create_index("ix_runs_submission_id_graded", "runs", ["submission_id", "graded"])


def _findings() -> None:
    op.create_table(
        "results",
        sa.Column("run_id", sa.Integer, nullable=False),
        _text("json"),
        sa.PrimaryKeyConstraint("run_id", name="pk_results"),
        _of("results", "run"),
    )
    op.create_table(
        "scores",
        sa.Column("run_id", sa.Integer, nullable=False),
        _text("question"),
        _text("status"),
        sa.Column("points", sa.Double),
        sa.Column("worth", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "question", name="pk_scores"),
        _of("scores", "run"),
    )
    op.create_table(
        "outcomes",
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        *(_text(name) for name in ("question", "name", "verdict")),
        sa.Column("points", sa.Double),
        sa.Column("worth", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "place", name="pk_outcomes"),
        _of("outcomes", "run"),
    )


def _manual_scores() -> None:
    op.create_table(
        "manual_scores",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("student_id", sa.Integer, nullable=False),
        _text("lab"),
        _text("question"),
        sa.Column("points", sa.Double),
        _text("author"),
        _text("note"),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("recorded", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_manual_scores"),
        _of("manual_scores", "student"),
    )
    names = ["lab", "student_id", "question"]
    op.create_index("ix_manual_scores_lab_student_id_question", "manual_scores", names)
    op.create_index("ix_manual_scores_student_id", "manual_scores", ["student_id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _of(table: str, what: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{what}_id"], [f"{what}s.id"], name=f"fk_{table}_{what}_id")

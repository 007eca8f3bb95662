"""Defines the tables of a gradebook; rows are only ever added, and of several for one thing the last counts.

A student is a number; `descriptions` are what was said of a student, `signs` the identifiers that recognise one.
"""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Double, ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from autograder.output.text import encodable

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


class TextColumn(TypeDecorator[str]):
    """Stores a text, without the characters that databases refuse."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a text with everything replaced that cannot be stored."""
        return None if value is None else encodable(value)


class TimeColumn(TypeDecorator[datetime]):
    """Stores a time in UTC; a time without a zone is taken as local."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a time in UTC without its zone, which SQLite cannot store."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a stored time with its zone, UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class GradebookTable(DeclarativeBase):
    """Names the constraints of all tables so that a later migration can address them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: TextColumn, datetime: TimeColumn, float: Double}  # noqa: RUF012 (sqlalchemy reads it off the class)


class StudentRow(GradebookTable):
    """Numbers a student who hands in, or should."""

    __tablename__ = "students"

    id: Mapped[int] = mapped_column(primary_key=True)


class DescriptionRow(GradebookTable):
    """Stores a description of a student; one from a roster counts more than one from a submission."""

    __tablename__ = "descriptions"
    __table_args__ = (Index(None, "student_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    roster: Mapped[bool]
    person_id: Mapped[str]
    name: Mapped[str]
    rut: Mapped[str]
    email: Mapped[str]
    section: Mapped[str]
    time: Mapped[datetime]


class IdentifierRow(GradebookTable):
    """Stores an identifier by which a student is recognised, in the one spelling that is compared."""

    __tablename__ = "signs"
    __table_args__ = (Index(None, "kind", "value"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class SubmissionRow(GradebookTable):
    """Stores a file that a student handed in; `sha256` is empty for all files that could not be read."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("lab", "student_id", "sha256"), Index(None, "student_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    lab: Mapped[str]
    sha256: Mapped[str]


class RunRow(GradebookTable):
    """Stores a grading of a submission: `key` is the fingerprint of what decided it, `found` the findings' digest."""

    __tablename__ = "runs"
    __table_args__ = (Index(None, "submission_id", "graded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    key: Mapped[str]
    found: Mapped[str]
    source: Mapped[str]
    version: Mapped[str]
    score: Mapped[float | None]
    mark: Mapped[float | None]
    error: Mapped[str]
    graded: Mapped[datetime]
    recorded: Mapped[datetime]


class ResultRow(GradebookTable):
    """Stores the whole `result.json` of a run, in a table of its own because it is long and seldom read."""

    __tablename__ = "results"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    json: Mapped[str]


class ScoreRow(GradebookTable):
    """Stores the points that a question earned in a run; `points` is null while they are not known."""

    __tablename__ = "scores"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    points: Mapped[float | None]
    worth: Mapped[float]


class OutcomeRow(GradebookTable):
    """Stores the outcome of one hidden check in a run; `place` counts the checks of the run from 0."""

    __tablename__ = "outcomes"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    name: Mapped[str]
    verdict: Mapped[str]
    points: Mapped[float | None]
    worth: Mapped[float]


class ManualPointsRow(GradebookTable):
    """Stores the points that a person gave a question; null withdraws what was given before."""

    __tablename__ = "manual_scores"
    __table_args__ = (Index(None, "lab", "student_id", "question"), Index(None, "student_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    lab: Mapped[str]
    question: Mapped[str]
    points: Mapped[float | None]
    author: Mapped[str]
    note: Mapped[str]
    time: Mapped[datetime]
    recorded: Mapped[datetime]


class ConflictRow(GradebookTable):
    """Stores a contradiction about whose some files are; `digest` tells it from others, `sides` is JSON.

    While it is open and `held`, none of these files gives anybody a mark.
    """

    __tablename__ = "conflicts"
    __table_args__ = (UniqueConstraint("lab", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lab: Mapped[str]
    digest: Mapped[str]
    kind: Mapped[str]
    held: Mapped[bool]
    sides: Mapped[str]
    time: Mapped[datetime]


class SettlementRow(GradebookTable):
    """Stores that a person settled a conflict, or that a run found it gone (no author) or there again (not settled)."""

    __tablename__ = "settlements"
    __table_args__ = (Index(None, "conflict_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conflict_id: Mapped[int] = mapped_column(ForeignKey("conflicts.id"))
    settled: Mapped[bool]
    author: Mapped[str]
    note: Mapped[str]
    time: Mapped[datetime]


class ChoiceRow(GradebookTable):
    """Stores whether a file counts for a student of a lab, as a settlement says; the last one counts."""

    __tablename__ = "choices"
    __table_args__ = (Index(None, "lab"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlements.id"))
    lab: Mapped[str]
    source: Mapped[str]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    counts: Mapped[bool]


class RepricingRow(GradebookTable):
    """Stores that somebody gave a class the points of other prices."""

    __tablename__ = "repricings"

    id: Mapped[int] = mapped_column(primary_key=True)
    lab: Mapped[str]
    author: Mapped[str]
    note: Mapped[str]
    time: Mapped[datetime]


class PriceChangeRow(GradebookTable):
    """Stores what a mistake cost before a repricing and since then; null where it did not decide the points."""

    __tablename__ = "price_changes"
    __table_args__ = (Index(None, "repricing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    repricing_id: Mapped[int] = mapped_column(ForeignKey("repricings.id"))
    question: Mapped[str]
    mistake: Mapped[str]
    before: Mapped[float | None]
    after: Mapped[float | None]


class RepricedRunRow(GradebookTable):
    """Stores that a run is an earlier one with the points of other prices: nothing was graded."""

    __tablename__ = "repriced_runs"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    repricing_id: Mapped[int] = mapped_column(ForeignKey("repricings.id"))

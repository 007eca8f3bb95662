"""The tables of a gradebook; nothing in them is changed or taken away, the last row is what counts.

A student is a number; `descriptions` are what was said of one, `signs` what one is known again by.
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
    """A text, cleaned."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what cannot be kept."""
        return None if value is None else encodable(value)


class TimeColumn(TypeDecorator[datetime]):
    """A time, kept in UTC; one without a zone is taken as this machine's."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Leave the zone out, which SQLite does not know."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class GradebookTable(DeclarativeBase):
    """What all tables share: names of constraints, by which a later migration finds them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: TextColumn, datetime: TimeColumn, float: Double}  # noqa: RUF012 (sqlalchemy reads it off the class)


class StudentRow(GradebookTable):
    """Somebody who hands in, or should."""

    __tablename__ = "students"

    id: Mapped[int] = mapped_column(primary_key=True)


class DescriptionRow(GradebookTable):
    """What was said of a student, and whether a roster said it, which then counts more."""

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
    """Something that a student is known again by, spelt so that it can be compared."""

    __tablename__ = "signs"
    __table_args__ = (Index(None, "kind", "value"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)


class SubmissionRow(GradebookTable):
    """A file that a student handed in; `sha256` is empty for all those that could not be read."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("lab", "student_id", "sha256"), Index(None, "student_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    lab: Mapped[str]
    sha256: Mapped[str]


class RunRow(GradebookTable):
    """One grading of a submission. `key` is what decided it, `found` tells apart what runs of one key found."""

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
    """The whole `result.json` of a run; apart, for it is long and seldom read."""

    __tablename__ = "results"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    json: Mapped[str]


class ScoreRow(GradebookTable):
    """What a question earned in a run; `points` is null while nobody knows."""

    __tablename__ = "scores"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    points: Mapped[float | None]
    worth: Mapped[float]


class OutcomeRow(GradebookTable):
    """What a hidden check found in a run; `place` counts the checks of the run."""

    __tablename__ = "outcomes"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    name: Mapped[str]
    verdict: Mapped[str]
    points: Mapped[float | None]
    worth: Mapped[float]


class ManualPointsRow(GradebookTable):
    """Points that a person gave a question; null withdraws what was given before."""

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

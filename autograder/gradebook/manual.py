"""Keeps the points that people give by hand; the last ones given to a question count."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.errors import GradebookError
from autograder.gradebook.schema import ManualPointsRow
from autograder.lab.declaration import Lab


@dataclass(frozen=True)
class ManualPoints:
    """Holds the points that a person gives a question; None withdraws what was given before."""

    question: str
    points: float | None
    author: str
    note: str = ""


def check_points(given: ManualPoints, lab: Lab) -> None:
    """Raise GradebookError for points that the question does not have, or that name no author."""
    question = lab.question(given.question)
    if given.points is not None and not 0 <= given.points <= question.points:
        values = {"points": f"{given.points:g}", "question": question.id, "most": f"{question.points:g}"}
        raise GradebookError("gradebook.bad_points", **values)
    if not given.author.strip():
        raise GradebookError("gradebook.no_author", question=question.id)


def give_points(session: Session, student: int, lab: str, given: ManualPoints, time: datetime) -> None:
    """Record points that a person gives a student; `time` is when they were given."""
    columns = {"points": given.points, "author": given.author, "note": given.note}
    row = ManualPointsRow(
        student_id=student, lab=lab, question=given.question, **columns, time=time, recorded=datetime.now(UTC)
    )
    session.add(row)


def manual_points_of(session: Session, student: int, lab: str) -> list[ManualPointsRow]:
    """Return all points that people gave a student in a lab, in the order in which they were recorded."""
    mine = select(ManualPointsRow).where(ManualPointsRow.lab == lab, ManualPointsRow.student_id == student)
    return list(session.scalars(mine.order_by(ManualPointsRow.id)))


def manual_points(session: Session, lab: str) -> dict[int, dict[str, ManualPointsRow]]:
    """Return the manual points that were given last to each student, by student's number and question.

    Those that were withdrawn are left out.
    """
    given: dict[int, dict[str, ManualPointsRow]] = defaultdict(dict)
    for row in session.scalars(select(ManualPointsRow).where(ManualPointsRow.lab == lab).order_by(ManualPointsRow.id)):
        given[row.student_id][row.question] = row
    return {
        student: {question: row for question, row in rows.items() if row.points is not None}
        for student, rows in given.items()
    }

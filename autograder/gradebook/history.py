"""Lists what happened to a student's points and through whom: gradings, other prices, manual points, decisions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.gradebook import conflicts, manual, repricing, runs
from autograder.gradebook.decisions import KnownConflict
from autograder.gradebook.repricing import PastRepricing, PriceDecision
from autograder.gradebook.schema import ManualPointsRow, ScoreRow, SubmissionRow
from autograder.gradebook.schema import RunRow as Row
from autograder.results.changes import PriceChange, price_changes


@dataclass(frozen=True)
class PointsChange:
    """Holds the points of a question before and after an event; None where they were not known."""

    question: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class GradingEvent:
    """Describes a recorded run, by its number in the gradebook; `changes` are against the run before.

    `key` is the fingerprint of what decided it, `version` that of the program, `sha256` that of the file.
    """

    time: datetime
    run: int
    source: str
    sha256: str
    key: str
    version: str
    score: float | None
    mark: float | None
    error: str
    changes: tuple[PointsChange, ...]


@dataclass(frozen=True)
class ManualEvent:
    """Describes points that a person gave; `change` is against what people gave before, None where they had not."""

    time: datetime
    author: str
    note: str
    change: PointsChange


@dataclass(frozen=True)
class DecisionEvent:
    """Describes what a person decided about the student's files: the conflict as that decision left it."""

    time: datetime
    conflict: KnownConflict


@dataclass(frozen=True)
class RepricingEvent:
    """Describes that somebody gave a run the points of other prices; `changes` are against that run as it was.

    `prices` are those of the student's own mistakes. `author` is empty where a class run took prices that it found.
    """

    time: datetime
    author: str
    note: str
    run: int
    score: float | None
    prices: tuple[PriceChange, ...]
    changes: tuple[PointsChange, ...]


GradebookEvent = GradingEvent | RepricingEvent | ManualEvent | DecisionEvent


def history_of(session: Session, student: int, lab: str) -> list[GradebookEvent]:
    """Return everything that happened to a student's points in a lab, the oldest event first."""
    events = [
        *_grading_events(session, student, lab),
        *_manual_events(manual.manual_points_of(session, student, lab)),
        *(DecisionEvent(each.decided or each.time, each) for each in conflicts.decisions_about(session, student, lab)),
    ]
    return sorted(events, key=lambda event: event.time)  # what came at one time stays in its order


def _grading_events(session: Session, student: int, lab: str) -> list[GradebookEvent]:
    rows = runs.runs_of(session, student, lab)
    files = dict(
        session.execute(select(SubmissionRow.id, SubmissionRow.sha256).where(SubmissionRow.student_id == student)).all()
    )
    points: dict[int, dict[str, float | None]] = defaultdict(dict)
    for score in session.scalars(select(ScoreRow).where(ScoreRow.run_id.in_([row.id for row in rows]))):
        points[score.run_id][score.question] = score.points
    events: list[GradebookEvent] = []
    repricings = repricing.repricings_of(session, [row.id for row in rows])
    results = runs.results_of(session, [row.id for row in rows])
    before: Mapping[str, float | None] = {}
    last: dict[tuple[int, str], Row] = {}
    for row in rows:  # a run with other prices comes after the one that it follows from
        file, found = (row.submission_id, row.source), points[row.id]
        past, earlier = repricings.get(row.id), last.get(file)
        if earlier is not None and (past or earlier.graded == row.graded):
            prices = price_changes(results.get(earlier.id), results.get(row.id))
            events.append(_repricing_event(row, past, prices, _changes(points[earlier.id], found)))
        else:
            events.append(_grading_event(row, files[row.submission_id], _changes(before, found)))
        before, last[file] = found, row
    return events


def _repricing_event(
    row: Row, past: PastRepricing | None, theirs: tuple[PriceChange, ...], changes: tuple[PointsChange, ...]
) -> RepricingEvent:
    """Other prices that somebody decided about, or that a class run found and nobody signed."""
    decision = past.decision if past else PriceDecision("")
    when = past.time if past else row.recorded
    prices = theirs or (past.prices if past else ())  # all that changed, where a result cannot be read any more
    return RepricingEvent(when, decision.author, decision.note, row.id, row.score, prices, changes)


def _grading_event(row: Row, sha256: str, changes: tuple[PointsChange, ...]) -> GradingEvent:
    return GradingEvent(
        time=row.graded,
        run=row.id,
        source=row.source,
        sha256=sha256,
        key=row.key,
        version=row.version,
        score=row.score,
        mark=row.mark,
        error=row.error,
        changes=changes,
    )


def _manual_events(rows: list[ManualPointsRow]) -> list[GradebookEvent]:
    events: list[GradebookEvent] = []
    before: dict[str, float | None] = {}
    for row in rows:
        change = PointsChange(row.question, before.get(row.question), row.points)
        events.append(ManualEvent(row.time, row.author, row.note, change))
        before[row.question] = row.points
    return events


def _changes(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> tuple[PointsChange, ...]:
    changes = [PointsChange(id, before.get(id), after.get(id)) for id in sorted({*before, *after})]
    return tuple(change for change in changes if change.before != change.after)

"""A grading of a submission, and how it is recorded: once, whole, and beside all that were there before."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from autograder.gradebook import students
from autograder.gradebook.schema import OutcomeRow, ResultRow, ScoreRow, SubmissionRow
from autograder.gradebook.schema import RunRow as Row
from autograder.people.person import Person
from autograder.results.result import Result, parse_result, result_json

AT_ONCE = 500  # results are long, and databases limit the values of one question


@dataclass(frozen=True)
class GradingRun:
    """One grading of one submission: its result, or in `error` why there is none.

    `key` is the fingerprint of all that decided it besides the submission, `source` says where that lay, and `time`
    is when it was graded.
    """

    lab: str
    key: str
    source: str
    person: Person
    result: Result | None
    error: str
    time: datetime


def record_run(session: Session, run: GradingRun) -> None:
    """Record a run, unless it is in the book: that of the same key, file and student that found the same.

    It is there too where it was graded again later and nothing else had come in between.
    """
    student = students.submitting_student(session, run.person, (run.lab, run.source), run.time)
    submission, found = _submission(session, student, run), _found(run)
    same = select(Row).where(Row.submission_id == submission, Row.key == run.key, Row.found == found)
    before = session.scalars(same.order_by(Row.graded.desc(), Row.id.desc()).limit(1)).first()
    if before is not None and (
        before.id == runs_of(session, student, run.lab)[-1].id or before.graded >= run.time.astimezone(UTC)
    ):
        return
    row = _row(run, submission, found)
    session.add(row)
    session.flush()
    if run.result is not None:
        _write(session, row.id, run.result)


def last_runs(session: Session, lab: str) -> dict[int, tuple[Row, str]]:
    """The run of each student that was graded last for a lab, with the SHA-256 of its file."""
    order = func.row_number().over(partition_by=SubmissionRow.student_id, order_by=(Row.graded.desc(), Row.id.desc()))
    ranked = select(Row.id, order.label("place")).join(SubmissionRow).where(SubmissionRow.lab == lab).subquery()
    chosen = (
        select(Row, SubmissionRow).join(SubmissionRow).join(ranked, ranked.c.id == Row.id).where(ranked.c.place == 1)
    )
    return {file.student_id: (row, file.sha256) for row, file in session.execute(chosen)}


def runs_of(session: Session, student: int, lab: str) -> list[Row]:
    """All runs of a student, the first first."""
    mine = select(Row).join(SubmissionRow).where(SubmissionRow.lab == lab, SubmissionRow.student_id == student)
    return list(session.scalars(mine.order_by(Row.graded, Row.id)))


def results_of(session: Session, runs: Sequence[int]) -> dict[int, Result]:
    """The results of runs; a run is missing that has none, or one that this program cannot read."""
    found: dict[int, Result] = {}
    for start in range(0, len(runs), AT_ONCE):
        some = select(ResultRow).where(ResultRow.run_id.in_(runs[start : start + AT_ONCE]))
        read = {row.run_id: parse_result(row.json) for row in session.scalars(some)}
        found |= {run: result for run, result in read.items() if result is not None}
    return found


def _submission(session: Session, student: int, run: GradingRun) -> int:
    sha256 = run.result.submission.sha256 if run.result else ""
    mine = (SubmissionRow.lab == run.lab, SubmissionRow.student_id == student, SubmissionRow.sha256 == sha256)
    there = session.scalar(select(SubmissionRow.id).where(*mine))
    if there is not None:
        return there
    made = SubmissionRow(lab=run.lab, student_id=student, sha256=sha256)
    session.add(made)
    session.flush()
    return made.id


def _found(run: GradingRun) -> str:
    """What a run found, as one number: verdicts and points, not times; where it found nothing, the file and why."""
    found: list[object] = [run.error]
    if run.result is None:
        found.append(run.source)
    else:
        for id, answered in run.result.questions.items():
            found += [id, answered.status, answered.score, [[c.name, c.verdict, c.score] for c in answered.checks]]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _row(run: GradingRun, submission: int, found: str) -> Row:
    result = run.result
    return Row(
        submission_id=submission,
        key=run.key,
        found=found,
        source=run.source,
        version=result.environment.autograder if result else "",
        score=result.score if result else None,
        mark=result.mark if result else None,
        error=run.error,
        graded=run.time,
        recorded=datetime.now(UTC),
    )


def _write(session: Session, run: int, result: Result) -> None:
    session.execute(insert(ResultRow).values(run_id=run, json=result_json(result)))
    scores: list[dict[str, object]] = []
    checks: list[dict[str, object]] = []
    for id, answered in result.questions.items():
        what = {"run_id": run, "question": id}
        scores.append({**what, "status": answered.status, "points": answered.score, "worth": answered.points})
        for check in answered.checks:
            seen = {"name": check.name, "verdict": check.verdict, "points": check.score, "worth": check.points}
            checks.append({**what, **seen, "place": len(checks)})
    if scores:
        session.execute(insert(ScoreRow), scores)
    if checks:
        session.execute(insert(OutcomeRow), checks)

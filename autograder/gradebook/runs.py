"""Records each grading of a submission once and whole, beside all earlier ones."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from autograder.gradebook import conflicts, students
from autograder.gradebook.schema import OutcomeRow, ResultRow, ScoreRow, SubmissionRow
from autograder.gradebook.schema import RunRow as Row
from autograder.people.person import Person
from autograder.results.result import Result, parse_result, result_json

BATCH = 500  # results are long, and databases limit the values of one question


@dataclass(frozen=True)
class GradingRun:
    """Holds one grading of one submission: its result, or in `error` why there is none.

    `key` is the fingerprint of all that decided it besides the submission, `source` says where that lay, and `time`
    is when it was graded. `json` is the result's text where that has been made already. `sure` says that nothing but a
    course site or an earlier grading tells whose it is; where it is a guess, a second file of the same student's does
    not take the place of the first, unless that is among the earlier versions of it whose sources are `older`.
    """

    lab: str
    key: str
    source: str
    person: Person
    result: Result | None
    error: str
    time: datetime
    json: str = ""
    sure: bool = True
    older: tuple[str, ...] = ()


def record_run(session: Session, run: GradingRun) -> None:
    """Record a run, unless the gradebook has it already.

    It has it where a run of the same student, file, key and findings is the student's last one, or was graded at the
    same time or later; not so where what took that one's place has other points of the same verdicts, by other prices.
    """
    student = students.submitting_student(session, run.person, (run.lab, run.source), run.time)
    if run.result is not None and not run.sure:
        file = (run.source, run.result.submission.sha256)
        conflicts.note_second_file(session, run.lab, student, file, run.time, run.older)
    submission, digest = _submission_id(session, student, run), findings_digest(run.result, run.source, run.error)
    same = select(Row).where(Row.submission_id == submission, Row.key == run.key, Row.found == digest)
    before = session.scalars(same.order_by(Row.graded.desc(), Row.id.desc()).limit(1)).first()
    if before is not None and before.id == runs_of(session, student, run.lab)[-1].id:
        return
    row = _row(run, submission, digest)
    time, last = run.time.astimezone(UTC), _last_of_file(session, row)
    if last and last.found != digest and last.graded >= time and _differ_in_prices(session, last, run.result):
        row.graded = last.graded  # it takes that one's place, and not that of another file's
    elif before is not None and before.graded >= time:
        return
    session.add(row)
    session.flush()
    if run.result is not None:
        _add_results(session, row.id, run.result, run.json or result_json(run.result))


def _last_of_file(session: Session, run: Row) -> Row | None:
    """Return the last of the runs that judged a file as this one did."""
    alike = (Row.submission_id == run.submission_id, Row.key == run.key, Row.source == run.source)
    return session.scalars(select(Row).where(*alike).order_by(Row.graded.desc(), Row.id.desc()).limit(1)).first()


def _differ_in_prices(session: Session, recorded: Row, result: Result | None) -> bool:
    """Whether a recorded run has the same verdicts as a result, so that only prices can make its points others."""
    earlier = results_of(session, [recorded.id]).get(recorded.id)
    return earlier is not None and result is not None and _verdicts(earlier) == _verdicts(result)


def _verdicts(result: Result) -> list[object]:
    return [(id, [(c.name, c.verdict, c.score) for c in found.checks]) for id, found in result.questions.items()]


def last_runs(session: Session, lab: str) -> list[tuple[int, Row, str]]:
    """Return the last run of each file of each student, with the student's number and the file's SHA-256, in order."""
    parts = (SubmissionRow.student_id, Row.source)
    order = func.row_number().over(partition_by=parts, order_by=(Row.graded.desc(), Row.id.desc()))
    ranked = select(Row.id, order.label("place")).join(SubmissionRow).where(SubmissionRow.lab == lab).subquery()
    chosen = (
        select(Row, SubmissionRow).join(SubmissionRow).join(ranked, ranked.c.id == Row.id).where(ranked.c.place == 1)
    )
    found = session.execute(chosen.order_by(Row.graded, Row.id)).all()
    return [(file.student_id, row, file.sha256) for row, file in found]


def runs_of(session: Session, student: int, lab: str) -> list[Row]:
    """Return all runs of a student for a lab, the oldest first."""
    mine = select(Row).join(SubmissionRow).where(SubmissionRow.lab == lab, SubmissionRow.student_id == student)
    return list(session.scalars(mine.order_by(Row.graded, Row.id)))


def last_pairs(session: Session, lab: str, student: int | None = None) -> dict[int, tuple[Row, Row]]:
    """Return the last two runs of each student who has two, or of one student, by the student's number."""
    mine = select(SubmissionRow.student_id, Row).join(SubmissionRow).where(SubmissionRow.lab == lab)
    if student is not None:
        mine = mine.where(SubmissionRow.student_id == student)
    rows: dict[int, list[Row]] = {}
    for number, row in session.execute(mine.order_by(Row.graded, Row.id)):
        rows.setdefault(number, []).append(row)
    return {number: (found[-2], found[-1]) for number, found in rows.items() if len(found) > 1}


def results_of(session: Session, runs: Sequence[int]) -> dict[int, Result]:
    """Return the results of runs by number, without runs that have none or one that this program cannot read."""
    results: dict[int, Result] = {}
    for start in range(0, len(runs), BATCH):
        batch = select(ResultRow).where(ResultRow.run_id.in_(runs[start : start + BATCH]))
        parsed = {row.run_id: parse_result(row.json) for row in session.scalars(batch)}
        results |= {run: result for run, result in parsed.items() if result is not None}
    return results


def _submission_id(session: Session, student: int, run: GradingRun) -> int:
    sha256 = run.result.submission.sha256 if run.result else ""
    mine = (SubmissionRow.lab == run.lab, SubmissionRow.student_id == student, SubmissionRow.sha256 == sha256)
    existing = session.scalar(select(SubmissionRow.id).where(*mine))
    if existing is not None:
        return existing
    row = SubmissionRow(lab=run.lab, student_id=student, sha256=sha256)
    session.add(row)
    session.flush()
    return row.id


def findings_digest(result: Result | None, source: str = "", error: str = "") -> str:
    """Return a SHA-256 of a run's verdicts and points, not its times; without a result, of the file and the error."""
    findings: list[object] = [error]
    if result is None:
        findings.append(source)
    else:
        for id, answered in result.questions.items():
            findings += [id, answered.status, answered.score, [[c.name, c.verdict, c.score] for c in answered.checks]]
            costs = [[deduction.mistake, deduction.points] for deduction in answered.deductions]
            findings += [[answered.earned, answered.lost, costs]] if answered.by_checks else []
    return hashlib.sha256(json.dumps(findings).encode()).hexdigest()


def score_rows(result: Result) -> list[dict[str, object]]:
    """Return the rows of the points that each question earned, without the run's number."""
    return [
        {"question": id, "status": answered.status, "points": answered.score, "worth": answered.points}
        for id, answered in result.questions.items()
    ]


def _row(run: GradingRun, submission: int, digest: str) -> Row:
    result = run.result
    return Row(
        submission_id=submission,
        key=run.key,
        found=digest,
        source=run.source,
        version=result.environment.autograder if result else "",
        score=result.score if result else None,
        mark=result.mark if result else None,
        error=run.error,
        graded=run.time,
        recorded=datetime.now(UTC),
    )


def _add_results(session: Session, run: int, result: Result, text: str) -> None:
    session.execute(insert(ResultRow).values(run_id=run, json=text))
    checks: list[dict[str, object]] = []
    for id, answered in result.questions.items():
        for check in answered.checks:
            columns = {"name": check.name, "verdict": check.verdict, "points": check.score, "worth": check.points}
            checks.append({"run_id": run, "question": id, **columns, "place": len(checks)})
    if scores := [{"run_id": run, **row} for row in score_rows(result)]:
        session.execute(insert(ScoreRow), scores)
    if checks:
        session.execute(insert(OutcomeRow), checks)

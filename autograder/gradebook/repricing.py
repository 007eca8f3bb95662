"""Gives the gradings of a class the points of other prices, from their stored results; no student code runs.

Nothing is overwritten: what moves is recorded as a run beside the one that it follows from, as if that had been graded
with these prices, with who changed which price.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from autograder.errors import GradebookError
from autograder.gradebook import conflicts, manual, runs, students
from autograder.gradebook.counting import counting_runs, superseded_students
from autograder.gradebook.reopened import by_hand_points, reopened_answers
from autograder.gradebook.runs import BATCH, findings_digest, score_rows
from autograder.gradebook.schema import (
    OutcomeRow,
    PriceChangeRow,
    RepricedRunRow,
    RepricingRow,
    ResultRow,
    RunRow,
    ScoreRow,
)
from autograder.lab.declaration import Lab
from autograder.lab.price_list import PriceList
from autograder.results.changes import (
    PriceChange,
    QuestionChange,
    StudentChange,
    change_order,
    question_changes,
    student_change,
)
from autograder.results.pricing import price_result
from autograder.results.record import StudentRecord
from autograder.results.result import Result, parse_result, result_json
from autograder.results.scoring import TotalScore

BARRED = '"barred":'  # what results of earlier versions do not say of their questions
COPIED = ("place", "question", "name", "verdict", "points", "worth")  # prices change no outcome of a check


@dataclass(frozen=True)
class PriceDecision:
    """Who gives a class the points of other prices, and why."""

    author: str
    note: str = ""


@dataclass(frozen=True)
class PastRepricing:
    """A repricing that the gradebook holds: who did it, when, and which prices it changed."""

    decision: PriceDecision
    time: datetime
    prices: tuple[PriceChange, ...]


@dataclass(frozen=True)
class RepricedRun:
    """A run whose points other prices move: the earlier run, its file, and what is recorded of it with these points.

    `found` is the digest of its new findings, `scores` are the rows of its questions, and `text` is its new result.
    """

    run: RunRow
    source: str
    found: str
    total: TotalScore
    scores: Sequence[Mapping[str, object]]
    text: str
    questions: tuple[QuestionChange, ...]


@dataclass(frozen=True)
class ClassRepricing:
    """What other prices change in a class: the students whose points move, by name, and the runs behind that.

    Of `runs`, also those of files that count for nobody move. `texts` has the new text of each result, None where it
    does not move, by the SHA-256 of the text that it had. `priced` counts the runs that were looked at, `left` those
    that no price list can be applied to, `counting` the students who have a run, and `others` the moved runs of files
    that count for nobody.
    """

    students: tuple[StudentChange, ...]
    runs: tuple[RepricedRun, ...]
    texts: Mapping[str, str | None]
    priced: int
    counting: int
    others: int
    left: int


def reprice_class(session: Session, lab: Lab, price_list: PriceList) -> ClassRepricing:
    """Return what a price list changes in the last run of each file of each student; nothing is written.

    A run is left where it has no result that can be read, or where its questions had other points than the lab gives
    them now: what their checks found says nothing of these. Raises GradebookError where nothing has been graded.
    """
    last = runs.last_runs(session, lab.id)
    rows = {row.id: row for _, row, _ in last if not row.error}
    if not rows:
        raise GradebookError("gradebook.nothing_graded", lab=lab.id)
    choices, given = conflicts.choices_of(session, lab.id), manual.manual_points(session, lab.id)
    counting = counting_runs(last, choices)
    people = students.people_of(session, counting)
    shown = counting.keys() - superseded_students(counting, people)
    students_of: dict[int, list[int]] = {}
    for number in shown:
        students_of.setdefault(counting[number][0].id, []).append(number)
    reopened = reopened_answers(session, lab.id, given, counting, choices)
    moved: list[RepricedRun] = []
    changed: list[StudentChange] = []
    texts: dict[str, str | None] = {}
    priced = 0
    for run, text, before, after in _priced_results(session, list(rows), lab, price_list):  # none of them is kept
        priced += 1
        texts[text_digest(text.encode())] = None
        if not _moves(before, after):
            continue
        moved.append(_repriced_run(rows[run], before, after))
        texts[text_digest(text.encode())] = moved[-1].text
        for number in students_of.get(run, ()):
            by_hand, waits = by_hand_points(given.get(number, {}), reopened.get(number, {}))
            then = StudentRecord(people[number], rows[run].source, before, manual=by_hand, reopened=waits)
            changed.append(student_change(then, replace(then, result=after), lab, moved[-1].questions))
    in_order = sorted(changed, key=change_order)
    others = sum(each.run.id not in students_of for each in moved)
    return ClassRepricing(tuple(in_order), tuple(moved), texts, priced, len(shown), others, len(rows) - priced)


def _moves(before: Result, after: Result) -> bool:
    """Whether a run's findings are others with the points of other prices."""
    return before.questions != after.questions and findings_digest(before) != findings_digest(after)


def _repriced_run(row: RunRow, before: Result, after: Result) -> RepricedRun:
    totals = (after.score, after.pending, after.bonus, after.bonus_pending, after.mark, after.mark_range)
    return RepricedRun(
        run=row,
        source=row.source,
        found=findings_digest(after),
        total=TotalScore(*totals),
        scores=score_rows(after),
        text=result_json(after),
        questions=question_changes(before, after),
    )


def priced_result(text: str | bytes, lab: Lab, price_list: PriceList) -> tuple[Result, Result] | None:
    """Return a result from its text, and the one that a price list gives; None where none can be applied.

    That is so of a result of an earlier version that does not say which questions a rule of the course bars.
    """
    result = parse_result(text)
    worth = {question.id: question.points for question in lab.questions}
    if result is None or result.lab != lab.id:
        return None
    told = BARRED in (text if isinstance(text, str) else text.decode(errors="replace"))
    if not told and "require" in (lab.rules.comments, lab.rules.errors):
        return None
    if any(answered.points != worth.get(id) for id, answered in result.questions.items()):
        return None
    return result, price_result(result, lab, price_list)


def _priced_results(
    session: Session, rows: Sequence[int], lab: Lab, price_list: PriceList
) -> Iterator[tuple[int, str, Result, Result]]:
    """Yield each run that can be priced: its text, its result, and the one that a price list gives."""
    for start in range(0, len(rows), BATCH):
        batch = select(ResultRow.run_id, ResultRow.json).where(ResultRow.run_id.in_(rows[start : start + BATCH]))
        for run, text in session.execute(batch):
            if priced := priced_result(text, lab, price_list):
                yield run, text, *priced


def text_digest(text: bytes) -> str:
    """Return a SHA-256 of the text of a result."""
    return hashlib.sha256(text).hexdigest()


def record_repricing(session: Session, lab: str, moved: Sequence[RepricedRun], decision: PriceDecision) -> None:
    """Record runs with the points of other prices, and who changed which of these."""
    now = datetime.now(UTC)
    repricing = RepricingRow(lab=lab, author=decision.author, note=decision.note, time=now)
    session.add(repricing)
    rows = [_row(each, now) for each in moved]
    session.add_all(rows)
    session.flush()
    changes = {(change.question, price) for each in moved for change in each.questions for price in change.prices}
    values = [_change_row(repricing.id, *change) for change in sorted(changes, key=_change_order)]
    links = [{"run_id": row.id, "repricing_id": repricing.id} for row in rows]
    results = [{"run_id": row.id, "json": each.text} for row, each in zip(rows, moved, strict=True)]
    scores = [{"run_id": row.id, **score} for row, each in zip(rows, moved, strict=True) for score in each.scores]
    tables = ((PriceChangeRow, values), (RepricedRunRow, links), (ResultRow, results), (ScoreRow, scores))
    for table, inserted in tables:
        if inserted:
            session.connection().execute(insert(table), inserted)
    outcomes = select(bindparam("new"), *(getattr(OutcomeRow, name) for name in COPIED))
    copied = insert(OutcomeRow).from_select(["run_id", *COPIED], outcomes.where(OutcomeRow.run_id == bindparam("old")))
    pairs = [{"new": row.id, "old": each.run.id} for row, each in zip(rows, moved, strict=True)]
    session.connection().execute(copied, pairs)


def repricings_of(session: Session, rows: Sequence[int]) -> dict[int, PastRepricing]:
    """Return the repricings that gave some runs, by the run's number."""
    linked = select(RepricedRunRow.run_id, RepricingRow).join(RepricingRow).where(RepricedRunRow.run_id.in_(rows))
    found = dict(session.execute(linked).all())
    numbers = {row.id for row in found.values()}
    changes: dict[int, list[PriceChange]] = {number: [] for number in numbers}
    changed = select(PriceChangeRow).where(PriceChangeRow.repricing_id.in_(numbers)).order_by(PriceChangeRow.id)
    for change in session.scalars(changed):
        changes[change.repricing_id].append(PriceChange(change.mistake, change.before, change.after))
    return {
        run: PastRepricing(PriceDecision(row.author, row.note), row.time, tuple(changes[row.id]))
        for run, row in found.items()
    }


def _row(moved: RepricedRun, now: datetime) -> RunRow:
    """The run with other points; it was graded when the earlier one was, so that whichever counts stays the same."""
    earlier = moved.run
    return RunRow(
        submission_id=earlier.submission_id,
        key=earlier.key,
        found=moved.found,
        source=earlier.source,
        version=earlier.version,
        score=moved.total.score,
        mark=moved.total.mark,
        error="",
        graded=earlier.graded,
        recorded=now,
    )


def _change_row(repricing: int, question: str, price: PriceChange) -> dict[str, object]:
    columns = {"mistake": price.mistake, "before": price.before, "after": price.after}
    return {"repricing_id": repricing, "question": question, **columns}


def _change_order(change: tuple[str, PriceChange]) -> tuple[str, str, float, float]:
    question, price = change
    return question, price.mistake, price.before or 0.0, price.after or 0.0

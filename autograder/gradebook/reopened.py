"""Finds answers that a person has given points, and that the student has changed in a file handed in since.

Such points do not count: the answer waits for a person again, who sees what the earlier one was given.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.gradebook import runs
from autograder.gradebook.counting import counting_runs
from autograder.gradebook.schema import ManualPointsRow, RunRow, SubmissionRow
from autograder.results.changes import same_answer
from autograder.results.record import EarlierPoints

Given = Mapping[int, Mapping[str, ManualPointsRow]]
Counting = Mapping[int, tuple[RunRow, str]]


def reopened_answers(
    session: Session,
    lab: str,
    given: Given,
    counting: Counting,
    choices: Mapping[tuple[str, int], bool],
) -> dict[int, dict[str, EarlierPoints]]:
    """Return the manual points that count no more, by student's number and question.

    `counting` are the runs that count, each with the digest of its file. Points stay where the file is the one they
    were given for, and where nobody can tell what they were given for.
    """
    concerned = [number for number, rows in given.items() if rows and number in counting]
    if not concerned:
        return {}
    before = {
        (number, question): run
        for number, runs_of_student in _runs_by_student(session, lab, concerned, choices).items()
        for question, row in given[number].items()
        if (run := _run_before(runs_of_student, row)) and run[1] not in ("", counting[number][1])
    }
    both = {graded.id for graded, _ in before.values()} | {counting[number][0].id for number, _ in before}
    results = runs.results_of(session, sorted(both))
    reopened: dict[int, dict[str, EarlierPoints]] = {}
    for (number, question), (graded, _) in before.items():
        then, now = results.get(graded.id), results.get(counting[number][0].id)
        row = given[number][question]
        if then and now and row.points is not None and not same_answer(then, now, question):
            reopened.setdefault(number, {})[question] = EarlierPoints(row.points, row.author, row.time)
    return reopened


def by_hand_points(
    given: Mapping[str, ManualPointsRow], reopened: Mapping[str, EarlierPoints]
) -> tuple[dict[str, float], Mapping[str, EarlierPoints]]:
    """Return a student's points given by hand that count, by question, and those that count no more."""
    counting = {id: row.points for id, row in given.items() if row.points is not None and id not in reopened}
    return counting, reopened


def _runs_by_student(
    session: Session, lab: str, students: list[int], choices: Mapping[tuple[str, int], bool]
) -> dict[int, list[tuple[RunRow, str]]]:
    """All runs of some students and of files that people gave to them, in the order of grading."""
    chosen = [source for (source, number), counts in choices.items() if counts and number in students]
    mine = SubmissionRow.student_id.in_(students) | RunRow.source.in_(chosen)
    rows = select(RunRow, SubmissionRow).join(SubmissionRow).where(SubmissionRow.lab == lab, mine)
    found: dict[int, list[tuple[RunRow, str]]] = {number: [] for number in students}
    for run, file in session.execute(rows.order_by(RunRow.graded, RunRow.id)):
        for number in counting_runs([(file.student_id, run, file.sha256)], choices):
            if number in found:
                found[number].append((run, file.sha256))
    return found


def _run_before(runs_of_student: list[tuple[RunRow, str]], row: ManualPointsRow) -> tuple[RunRow, str] | None:
    """The run that counted when points were given; None where nothing had been graded yet."""
    recorded = [run for run in runs_of_student if run[0].recorded <= row.recorded]
    return recorded[-1] if recorded else None

"""The cells of a submission, and the lines of them, that did not run as they should, and why."""

from autograder.kernel.cell_run import CellRun, failed_runs
from autograder.kernel.session import Session
from autograder.results.result import FailedCell
from autograder.results.verdict import FailureCause

PASSED_OVER = "passed_over"


def failed_cells(session: Session) -> tuple[FailedCell, ...]:
    """Return what failed, in the order of the notebook: cells that stopped, and lines that were passed over."""
    lines = {f.cell: f.line for f in session.failures.failures if not f.passed_over}
    stopped = [_stopped(run, lines.get(run.index, 0)) for run in failed_runs(session.runs)]
    passed = [
        FailedCell(f.cell, PASSED_OVER, f.type, f.message, f.line, f.cause)
        for f in session.failures.failures
        if f.passed_over
    ]
    return tuple(sorted([*stopped, *passed], key=lambda failed: (failed.cell, failed.line)))


def students_own(cells: tuple[FailedCell, ...]) -> tuple[FailedCell, ...]:
    """Return those that failed by the student's fault."""
    return tuple(failed for failed in cells if failed.cause is FailureCause.STUDENT)


def _stopped(run: CellRun, line: int) -> FailedCell:
    return FailedCell(run.index, run.status, run.type, run.message, line, run.cause)

"""How the run of one cell ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.results.verdict import FailureCause


class CellStatus(StrEnum):
    """How the run of a cell ended."""

    OK = "ok"
    ERROR = "error"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_FLOOD = "output_flood"
    KILLED = "killed"
    NOT_RUN = "not_run"


@dataclass(frozen=True)
class CellRun:
    """How one cell ran: its status, its error, and its seconds; `index` counts all cells of the notebook.

    `cause` says whose fault it is that it did not end well.
    """

    index: int
    status: CellStatus
    type: str = ""
    message: str = ""
    seconds: float = 0.0
    cause: FailureCause = FailureCause.STUDENT


def failed_runs(runs: Sequence[CellRun]) -> list[CellRun]:
    """Return the runs of the cells that failed or were not run."""
    return [run for run in runs if run.status is not CellStatus.OK]


def is_out_of_memory(type: str, message: str) -> bool:
    """Return whether an error is Python's MemoryError or the out-of-memory error of torch's allocator."""
    return type == "MemoryError" or (type == "RuntimeError" and "DefaultCPUAllocator" in message)

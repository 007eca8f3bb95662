"""What a class run is asked to do, what it gives back, and what it informs meanwhile."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.batch.row import Row
from autograder.lab.declaration import Lab
from autograder.sandbox.host import RequestedLevel


@dataclass(frozen=True)
class ClassRequest:
    """What is to be graded, and how.

    `paths` are the files that were handed in, `out` is the folder of the results, `level` the isolation level, and
    `jobs` how many processes of this machine read and grade them; with 0 this process does. With `again`, results of
    earlier runs are ignored. `only` are the students or files that are graded, all where there are none, and
    `questions` those whose points the new results give, all where there are none: what is not named stays as it is.
    `scheduler` is the address of a Dask cluster that grades instead, "" for this machine;
    `roster` a file with the course's list; `gradebook` a database's file or address, "" for none.
    """

    paths: tuple[Path, ...]
    lab: Lab
    out: Path
    level: RequestedLevel = None
    jobs: int = 1
    again: bool = False
    scheduler: str = ""
    roster: Path | None = None
    gradebook: str = ""
    only: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassRun:
    """The rows of a class, in the order of the submissions; `complete` is False if the run was interrupted."""

    rows: tuple[Row, ...]
    complete: bool


class Observer(Protocol):
    """What is informed of a run's progress and may stop it, such as a terminal."""

    def note(self, text: str) -> None:
        """Receive a sentence about the class as a whole."""

    def begin(self, total: int) -> None:
        """Receive the number of submissions that are about to be graded."""

    def graded(self, row: Row) -> None:
        """Receive the row of a submission that has just been graded."""

    def end(self) -> None:
        """Learn that no more submissions will be graded."""

    def wanted(self) -> bool:
        """Return whether further submissions are to be graded."""

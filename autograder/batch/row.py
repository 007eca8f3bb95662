"""The outcome of one submission of a class."""

from dataclasses import dataclass, field
from datetime import datetime

from autograder.people.person import NOBODY, Person
from autograder.results.result import OwnerConflict, Result


@dataclass(frozen=True)
class Row:
    """A submission of a class: its source, its author, and its result or, in `error`, why there is none.

    `name` is that of its folder among the results. `older` are the sources of the same student's earlier versions,
    `partners` the others of a group whose work it is, `conflicts` say whose else it may be, and `time` is when it was
    graded. `json` is the text of a result that has just come in, until it is recorded.
    """

    source: str
    name: str
    result: Result | None = None
    error: str = ""
    person: Person = NOBODY
    older: tuple[str, ...] = ()
    time: datetime | None = None
    partners: tuple[Person, ...] = ()
    conflicts: tuple[OwnerConflict, ...] = ()
    json: str = field(default="", repr=False)

    @property
    def set_aside(self) -> bool:
        """Return whether somebody has decided that this submission counts for nobody."""
        return any(told.held and told.settled for told in self.conflicts)

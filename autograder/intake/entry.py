"""One student's file to grade: where it lay, whose it is, its older versions, or the fault why there is none."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake.reading import ReadSubmission
from autograder.people.person import NOBODY, Person


@dataclass(frozen=True)
class Entry:
    """One submission: the file to grade, or in `fault` why there is none.

    `source` says where it lay, as a person would write it: "export.zip/Ana Soto_12_file/lab.ipynb". `path` is where
    its bytes lie now, None where there are none. `owner` is what the place tells of the author, `time` when it was
    handed in, where that is known. `older` are the sources of the same student's earlier versions, not graded;
    `beside` those of other notebooks that lay with them: helpers, empty ones, broken ones. `files` are the paths of
    what the notebook may import or read, by the names that it would write. `sure` says that
    a course site tells the owner, and `site` which one; `named` is the name of the folder or file that otherwise tells
    it. `partners` are the others of a group whose work it is, `rivals` other versions of which any may be the last.
    `read` is what was read from the file.
    """

    source: str
    path: Path | None
    owner: Person = NOBODY
    time: datetime | None = None
    fault: AutograderError | None = None
    older: tuple[str, ...] = field(default=())
    beside: tuple[str, ...] = field(default=())
    files: tuple[tuple[str, Path], ...] = field(default=())
    sure: bool = False
    site: str = ""
    named: str = ""
    partners: tuple[Person, ...] = ()
    rivals: tuple[str, ...] = ()
    read: ReadSubmission = field(default=ReadSubmission(), compare=False, repr=False)

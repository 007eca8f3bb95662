"""One file that was found behind a path, in a folder or an archive."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake import filetypes


@dataclass(frozen=True)
class SubmittedFile:
    """A file that was found behind a path; archives count as folders.

    `parts` are the names on the way to it; a last name of "" stands for the folder itself, so that an empty one is not
    lost. `path` is where its bytes lie, None where nobody asked for them. `arrived` is the stamp of what it came in,
    itself or the archive around it, `saved` its own. `told` is when the course site says that it was handed in,
    `number` the site's count of what was handed in; `place` is its place among all files. `holds_notebook` says that
    its bytes begin as those of a notebook, whatever its name is.
    """

    parts: tuple[str, ...]
    path: Path | None = None
    arrived: datetime | None = None
    saved: datetime | None = None
    place: int = 0
    fault: AutograderError | None = None
    told: datetime | None = None
    number: int = 0
    holds_notebook: bool = False

    @property
    def name(self) -> str:
        """The last name."""
        return self.parts[-1]

    @property
    def is_notebook(self) -> bool:
        """Whether it is a notebook, by its name or its bytes."""
        return self.holds_notebook or filetypes.is_notebook(self.name)

    @property
    def everything(self) -> "tuple[SubmittedFile, ...]":
        """Itself, as a folder has all that is in it."""
        return (self,)

    @property
    def source(self) -> str:
        """Where it lay, as a person would write it."""
        return "/".join(part for part in self.parts if part)

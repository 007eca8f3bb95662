"""The files that one student has handed in."""

from dataclasses import dataclass

from autograder.intake.file import SubmittedFile
from autograder.people.person import Person


@dataclass(frozen=True)
class StudentFiles:
    """The files of one student, and the folder or archive that they were found in.

    `sure` says that a course site names the owner; else it is a guess, and the files may be those of several. `shared`
    says that the folder is everybody's: then a file is taken by itself unless it says whose it is. `site` is the name
    of the course site, and `named` the text that a guess was made from; `partners` are the others of a group.
    """

    owner: Person
    source: str
    files: tuple[SubmittedFile, ...]
    sure: bool = False
    site: str = ""
    named: str = ""
    partners: tuple[Person, ...] = ()
    shared: bool = False
